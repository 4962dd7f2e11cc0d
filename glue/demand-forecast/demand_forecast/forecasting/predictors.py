"""What is known of a future day at the end of a history: the inputs of the regression models.

Everything is computed from a history that ends at the origin of the forecast, so that nothing later can get
in. Sizes are relative to the mean of the series' last year, and so is what the models learn: growth moves
that mean, and a tree need not extrapolate.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demand_forecast.forecasting.calendar import WEEK, WEEKDAYS, YEAR, month, month_day, weekday
from demand_forecast.forecasting.panel import Floats, Integers, Panel

NAMES = (
    "store",
    "item",
    "weekday",
    "month",
    "month_day",
    "lead",
    "month_to_year",
    "quarter_to_year",
    "growth",
    "season",
    "weekday_to_week",
)
CATEGORIES = ("weekday", "month")
_MONTH, _QUARTER, _HALF_YEAR = 28, 91, 182
_LEAST_LEVEL = 0.01


@dataclass(frozen=True)
class Predictors:
    """``values`` of shape (series, leads, NAMES); ``level``, in units, is the mean of each series' last
    year.
    """

    values: NDArray[np.float32]
    level: Floats


def predictors(history: Panel, horizon: int) -> Predictors:
    """The inputs for the ``horizon`` days after the history; what a short history does not tell is 1."""
    days = history.future(horizon)
    level = mean_of_last(history.sales, YEAR)
    level = np.maximum(np.where(np.isfinite(level), level, 0.0), _LEAST_LEVEL)
    before = mean_of_last(history.sales[:, :-YEAR], YEAR) if history.length > YEAR else np.nan
    shape = (len(level), horizon)
    by_series = (
        mean_of_last(history.sales, _MONTH) / level,
        mean_of_last(history.sales, _QUARTER) / level,
        level / np.maximum(before, _LEAST_LEVEL),
    )
    columns = [
        history.keys[:, :1],
        history.keys[:, 1:],
        weekday(days)[None, :],
        month(days)[None, :],
        month_day(days)[None, :],
        np.arange(1, horizon + 1)[None, :],
        *(_or_one(values)[:, None] for values in by_series),
        _or_one(_last_season(history, days) / level[:, None]),
        _or_one(_weekday_profile(history))[:, weekday(days)],
    ]
    values = np.stack([np.broadcast_to(column, shape) for column in columns], axis=2).astype(np.float32)
    return Predictors(values, level)


def mean_of_last(sales: Floats, days: int) -> Floats:
    """Mean of each series over its last known ``days``, NaN where none is known."""
    return _mean(sales[:, -days:])


def season_lag(horizon: int) -> int:
    """Days back to the same weekday of the same season, at least ``horizon``: a multiple of 364."""
    return YEAR * -(-horizon // YEAR)


def _last_season(history: Panel, days: Integers) -> Floats:
    """Mean of the week around the same day a year before, NaN where the history does not reach back."""
    known = np.isfinite(history.sales)
    padding = np.zeros((len(history.sales), 1))
    sums = np.hstack([padding, np.cumsum(np.where(known, history.sales, 0.0), axis=1)])
    counts = np.hstack([padding, np.cumsum(known, axis=1)])
    centre = days - season_lag(len(days)) - history.first_day
    first = np.clip(centre - WEEK // 2, 0, history.length)
    last = np.clip(centre + WEEK // 2 + 1, 0, history.length)
    total, count = sums[:, last] - sums[:, first], counts[:, last] - counts[:, first]
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def _weekday_profile(history: Panel) -> Floats:
    """Mean of each weekday over that of all days, of the last half year; shape (series, 7)."""
    recent = history.sales[:, -_HALF_YEAR:]
    day = weekday(history.days[-_HALF_YEAR:])
    means = np.stack([_mean(recent[:, day == number]) for number in range(WEEKDAYS)], axis=1)
    overall = _mean(recent)[:, None]
    return np.divide(means, overall, out=np.full(means.shape, np.nan), where=overall > 0)


def _mean(sales: Floats) -> Floats:
    known = np.isfinite(sales)
    count = known.sum(axis=1)
    total = np.where(known, sales, 0.0).sum(axis=1)
    return np.divide(total, count, out=np.full(len(sales), np.nan), where=count > 0)


def _or_one(values: Floats) -> Floats:
    return np.where(np.isfinite(values), values, 1.0)
