"""The same weekday of the same season a year ago: what every other model must beat."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from relay_job.report import Scalar

from demand_forecast.forecasting.calendar import WEEK, YEAR
from demand_forecast.forecasting.models.base import Task
from demand_forecast.forecasting.panel import Floats, Integers, Panel
from demand_forecast.forecasting.predictors import mean_of_last, season_lag

NAME = "seasonal-naive-364"
_WEEKS = 8


@dataclass(frozen=True)
class SeasonalNaive:
    """Sales 364 days before, or the next multiple of it for longer horizons.

    Where that day is not known: the mean of the last 8 weeks' same weekdays, else of the last year, else 0.
    """

    def forecast(self, history: Panel, horizon: int) -> Floats:
        """Expected units, of shape (series, horizon)."""
        ahead = np.arange(1, horizon + 1)
        result = _column(history, history.length - 1 + ahead - season_lag(horizon))
        for fallback in (_recent_weekdays(history, ahead), mean_of_last(history.sales, YEAR)[:, None], 0.0):
            result = np.where(np.isfinite(result), result, fallback)
        return result

    def to_bytes(self) -> bytes:
        """It has learned nothing."""
        return b""


def fit(history: Panel, task: Task, hyperparameters: Mapping[str, Scalar]) -> SeasonalNaive:
    """There is nothing to fit."""
    return SeasonalNaive()


def _recent_weekdays(history: Panel, ahead: Integers) -> Floats:
    weeks = [history.length - WEEK * back + (ahead - 1) % WEEK for back in range(1, _WEEKS + 1)]
    found = np.stack([_column(history, columns) for columns in weeks])
    count = np.isfinite(found).sum(axis=0)
    total = np.nansum(found, axis=0)
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def _column(history: Panel, columns: Integers) -> Floats:
    there = (columns >= 0) & (columns < history.length)
    return np.where(there, history.sales[:, np.clip(columns, 0, history.length - 1)], np.nan)
