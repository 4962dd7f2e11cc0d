"""Rolling-origin backtest: each model forecasts from several past days with what was known on each."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from relay_job import JobDataError

from demand_forecast.forecasting.calendar import iso
from demand_forecast.forecasting.intervals import QUANTILES, ErrorHistory
from demand_forecast.forecasting.metrics import error_sums, metrics_by
from demand_forecast.forecasting.models.base import Candidate, Task
from demand_forecast.forecasting.models.ensemble import NAME as ENSEMBLE
from demand_forecast.forecasting.models.ensemble import mean_of
from demand_forecast.forecasting.panel import Floats, Panel
from demand_forecast.schema import ITEM, STORE

_FEWEST_DAYS = 14
_TRAINING_DAYS = 56


@dataclass(frozen=True)
class Plan:
    """Where the origins are: lengths of the history at each, oldest first, and the days forecast from it."""

    origins: tuple[int, ...]
    horizon: int
    note: str

    @property
    def split(self) -> str:
        """The plan's name in reports."""
        return f"rolling-origin-{len(self.origins)}x{self.horizon}"


def plan_origins(length: int, origins: int, horizon: int) -> Plan:
    """Origins a horizon apart, the last one a horizon before the end of ``length`` days.

    A short history has fewer of them, a very short one also a shorter horizon; ``note`` says so, and is empty
    where the plan is as asked. Raises JobDataError below 14 days.
    """
    if length < _FEWEST_DAYS:
        raise JobDataError(
            f"{length} days of history cannot be tested; send at least {_FEWEST_DAYS}, better two years"
        )
    room = (length - max(horizon, _TRAINING_DAYS)) // horizon
    count, days = min(origins, room), horizon
    if room < 1:
        count, days = 1, min(horizon, length // 3)
    note = "" if (count, days) == (origins, horizon) else (
        f"{length} days of history allow {count} origin(s) of {days} days, not {origins} of {horizon}"
    )  # fmt: skip
    return Plan(tuple(length - days * back for back in range(count, 0, -1)), days, note)


@dataclass(frozen=True)
class Backtest:
    """What each model forecast at each origin, how far it was off, and how long its fits took.

    ``means`` by model has shape (origins, series, horizon); ``scores`` has a row per model, origin and series
    with the sums of :mod:`demand_forecast.forecasting.metrics`.
    """

    means: Mapping[str, Floats]
    scores: pd.DataFrame
    errors: Mapping[str, ErrorHistory]
    seconds: Mapping[str, float]


def run_backtest(
    panel: Panel, candidates: Sequence[Candidate], members: Sequence[str], plan: Plan, task: Task
) -> Backtest:
    """Fit every candidate at every origin on the history until then, and forecast the days after it.

    Where all ``members`` are among the candidates, their mean is tried as well, under the name ``ensemble``.
    """
    means: dict[str, Floats] = {}
    seconds: dict[str, float] = {}
    for candidate in candidates:
        begun = time.perf_counter()
        means[candidate.name] = forecasts_of(candidate, panel, plan, task)
        seconds[candidate.name] = time.perf_counter() - begun
    if len(members) > 1 and set(members) <= set(means):
        means[ENSEMBLE] = mean_of([means[name] for name in members])
        seconds[ENSEMBLE] = 0.0
    parts, errors = [], {}
    for name, forecast in means.items():
        scores, errors[name] = _score(name, forecast, panel, plan)
        parts.append(scores)
    return Backtest(means, pd.concat(parts, ignore_index=True), errors, seconds)


def forecasts_of(candidate: Candidate, panel: Panel, plan: Plan, task: Task) -> Floats:
    """A candidate's forecasts at each origin, of shape (origins, series, horizon)."""
    forecasts = []
    for origin in plan.origins:
        history = panel.until(origin)
        fitted = candidate.fit(history, task, candidate.hyperparameters)
        forecasts.append(fitted.forecast(history, plan.horizon))
    return np.stack(forecasts)


def champion(scores: pd.DataFrame) -> str:
    """The model with the lowest RMSE over all origins and series."""
    return str(metrics_by(scores, ["model"])["rmse"].idxmin())


def backtest_rows(panel: Panel, forecast: Floats, plan: Plan) -> pd.DataFrame:
    """One model's backtest as rows: origin and date (days since 1970-01-01), keys, actual, mean, quantiles.

    Quantiles are made as in :func:`_score`; at the first origin there is nothing to make them of, and they
    are NaN.
    """
    parts, errors, counts = [], ErrorHistory.none(len(panel.keys)), panel.are_counts
    for mean, origin in zip(forecast, plan.origins, strict=True):
        actual = _actual(panel, origin, plan)
        days = panel.first_day + origin + np.arange(plan.horizon)
        columns = {
            "origin": np.full(mean.size, days[0] - 1),
            "date": np.tile(days, len(mean)),
            STORE: np.repeat(panel.keys[:, 0], plan.horizon),
            ITEM: np.repeat(panel.keys[:, 1], plan.horizon),
            "actual": actual.ravel(),
            "mean": mean.ravel(),
        }
        unknown = dict.fromkeys(QUANTILES, np.full(mean.shape, np.nan))
        quantiles = unknown if errors.is_empty else errors.quantiles(mean, counts)
        parts.append(pd.DataFrame(columns | {name: values.ravel() for name, values in quantiles.items()}))
        errors = errors.and_of(_of_known_series(actual, panel, origin), mean, counts)
    return pd.concat(parts, ignore_index=True)


def _score(name: str, forecast: Floats, panel: Panel, plan: Plan) -> tuple[pd.DataFrame, ErrorHistory]:
    """Sums for each origin and series. An origin's p10 and p90 are made of the errors at earlier ones."""
    parts, errors, counts = [], ErrorHistory.none(len(panel.keys)), panel.are_counts
    for mean, origin in zip(forecast, plan.origins, strict=True):
        actual, interval = _actual(panel, origin, plan), None
        if not errors.is_empty:
            made = errors.quantiles(mean, counts)
            interval = made["p10"], made["p90"]
        keys = {
            "model": name,
            "origin": iso(panel.first_day + origin - 1),
            STORE: panel.keys[:, 0],
            ITEM: panel.keys[:, 1],
        }
        parts.append(pd.DataFrame(keys | error_sums(actual, mean, interval)))
        errors = errors.and_of(_of_known_series(actual, panel, origin), mean, counts)
    return pd.concat(parts, ignore_index=True), errors


def _actual(panel: Panel, origin: int, plan: Plan) -> Floats:
    return panel.sales[:, origin : origin + plan.horizon]


def _of_known_series(actual: Floats, panel: Panel, origin: int) -> Floats:
    """Without the series of which nothing was known at the origin: how far off their forecasts were says
    nothing of forecasts of a series that is known.
    """
    known = np.isfinite(panel.sales[:, :origin]).any(axis=1)
    return np.where(known[:, None], actual, np.nan)
