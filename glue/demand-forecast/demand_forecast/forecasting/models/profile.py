"""The calendar's profile of all series together: weekday, season, trend, and days that stand out.

A Poisson regression with log link of each day's total on calendar terms, with the series' levels as exposure.
Terms are held by normal priors (ridge) that count as much as the noise of the totals lets them.
"""

from dataclasses import dataclass

import numpy as np

from demand_forecast.forecasting.calendar import (
    DAYS_PER_YEAR,
    MONTH_DAYS,
    MONTHS,
    WEEKDAYS,
    YEAR,
    month,
    month_day,
    weekday,
)
from demand_forecast.forecasting.panel import Booleans, Floats, Integers

#: Standard deviations of the priors, on the log scale; of slopes, per year.
_WEEKDAY_PRIOR, _MONTH_PRIOR, _WAVE_PRIOR, _SLOPE_PRIOR, _BEND_PRIOR = 3.0, 1.0, 0.1, 0.3, 0.1
_WAVES = 6
_BEND_EVERY = DAYS_PER_YEAR / 2
_NEWTON_STEPS, _TOLERANCE, _LARGEST_STEP = 25, 1e-9, 2.0
#: A day of the year stands out when it is so many standard deviations off, to one side, in every year.
_STANDS_OUT, _YEARS_OF_IT = 5.0, 2


@dataclass(frozen=True)
class Profile:
    """Log effects of the calendar, the bends of the trend, and the factor of each day of the year.

    ``bends`` are days since 1970-01-01 at which the slope changes; ``coefficients`` are in the order of
    :meth:`design`; after ``last_day`` the slope dies away by ``damping`` per day.
    """

    coefficients: Floats
    bends: Floats
    first_day: int
    last_day: int
    damping: float
    seasonal: bool
    standing_out: Floats

    def factors(self, days: Integers) -> Floats:
        """The expected total of each day, relative."""
        usual = np.exp(_design(days, self.bends, self.first_day, self.last_day, self.damping, self.seasonal)
                       @ self.coefficients)  # fmt: skip
        return np.asarray(usual * self.standing_out[month_day(days)], dtype=np.float64)


def fit_profile(total: Floats, exposure: Floats, days: Integers, damping: float) -> Profile:
    """Fit the profile to each day's total of known sales, where ``exposure`` is the sum of the levels of the
    series that are known that day.

    Season and trend are only looked for in a history of more than a year; before, the weekday is all.
    """
    seasonal = len(days) > YEAR
    bends = _bends(days) if seasonal else np.empty(0)
    frame = (bends, int(days[0]), int(days[-1]), damping, seasonal)
    design = _design(days, *frame)
    precision = _precision(len(bends), seasonal)
    used = exposure > 0
    standing_out = np.ones(MONTH_DAYS)
    for _ in range(2):  # once to find the days that stand out, once without them
        coefficients, dispersion = _poisson(design, total, exposure, used, precision)
        usual = exposure * np.exp(design @ coefficients)
        standing_out = _standing_out(total, usual, month_day(days), exposure > 0, dispersion)
        used = (exposure > 0) & (standing_out[month_day(days)] == 1.0)
    return Profile(coefficients, *frame, standing_out)


def _design(days: Integers, bends: Floats, first: int, last: int, damping: float, seasonal: bool) -> Floats:
    """Calendar terms of shape (days, terms)."""
    columns = [np.eye(WEEKDAYS)[weekday(days)]]
    if seasonal:
        ahead = np.maximum(days - last, 0)
        decayed = ahead if damping >= 1 else (1 - damping**ahead) / (1 - damping) * damping
        time = np.minimum(days, last) + decayed
        angle = 2 * np.pi * np.outer(days, np.arange(1, _WAVES + 1)) / DAYS_PER_YEAR
        columns += [
            np.eye(MONTHS)[month(days)],
            np.sin(angle),
            np.cos(angle),
            (time[:, None] - first) / DAYS_PER_YEAR,
            np.maximum(time[:, None] - bends[None, :], 0.0) / DAYS_PER_YEAR,
        ]
    return np.hstack(columns)


def _precision(bends: int, seasonal: bool) -> Floats:
    priors = [_WEEKDAY_PRIOR] * WEEKDAYS
    if seasonal:
        priors += [_MONTH_PRIOR] * MONTHS + [_WAVE_PRIOR] * (2 * _WAVES) + [_SLOPE_PRIOR]
        priors += [_BEND_PRIOR] * bends
    return 1 / np.array(priors) ** 2


def _bends(days: Integers) -> Floats:
    """A bend every half year, the last of them at least a year before the end."""
    return np.arange(days[0] + _BEND_EVERY, days[-1] - DAYS_PER_YEAR, _BEND_EVERY)


def _poisson(
    design: Floats, total: Floats, exposure: Floats, used: Booleans, precision: Floats
) -> tuple[Floats, float]:
    """Penalised Newton steps; returns coefficients and dispersion (variance over mean, at least 1)."""
    x, y, offset = design[used], total[used], np.log(exposure[used])
    coefficients = np.zeros(design.shape[1])
    coefficients[:WEEKDAYS] = np.log(max(y.sum(), 0.5) / np.exp(offset).sum())
    start, dispersion = coefficients.copy(), 1.0
    for _ in range(_NEWTON_STEPS):
        mean = np.exp(offset + x @ coefficients)
        dispersion = max(1.0, float(((y - mean) ** 2 / np.maximum(mean, 1e-9)).sum()) / max(len(y), 1))
        penalty = precision * dispersion
        gradient = x.T @ (y - mean) - penalty * (coefficients - start)
        step = np.linalg.solve((x * mean[:, None]).T @ x + np.diag(penalty), gradient)
        coefficients = coefficients + np.clip(step, -_LARGEST_STEP, _LARGEST_STEP)
        if np.abs(step).max() < _TOLERANCE:
            break
    return coefficients, dispersion


def _standing_out(total: Floats, usual: Floats, which: Integers, used: Booleans, dispersion: float) -> Floats:
    """The factor of each day of the year: 1 but for days that are far off to one side in every year."""
    ratio = np.log((total + 0.5) / (usual + 0.5))
    score = ratio / np.sqrt(dispersion / (usual + 0.5))
    factors = np.ones(MONTH_DAYS)
    for day in np.unique(which[used]):
        here = used & (which == day)
        if here.sum() >= _YEARS_OF_IT and (
            (score[here] > _STANDS_OUT).all() or (score[here] < -_STANDS_OUT).all()
        ):
            factors[day] = total[here].sum() / usual[here].sum()
    return factors
