"""What the calendar says of days given as days since 1970-01-01."""

import numpy as np

from demand_forecast.forecasting.panel import Integers

WEEK, YEAR = 7, 364
DAYS_PER_YEAR = 365.25
WEEKDAYS, MONTHS, MONTH_DAYS = 7, 12, 12 * 31


def weekday(days: Integers) -> Integers:
    """0 is Monday, 6 is Sunday."""
    return (days + 3) % WEEK  # 1970-01-01 was a Thursday


def month(days: Integers) -> Integers:
    """0 is January, 11 is December."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % MONTHS


def month_day(days: Integers) -> Integers:
    """A number for each pair of month and day of the month, the same in every year; below MONTH_DAYS."""
    dates = days.astype("datetime64[D]")
    day: Integers = (dates - dates.astype("datetime64[M]")).astype(np.int64)
    return month(days) * 31 + day


def iso(day: int) -> str:
    """A day as YYYY-MM-DD."""
    return str(np.datetime64(int(day), "D"))
