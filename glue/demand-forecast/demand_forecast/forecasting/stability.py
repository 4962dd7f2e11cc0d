"""Trainings of the candidates with different seeds."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from demand_forecast.forecasting.backtest import Plan, forecasts_of
from demand_forecast.forecasting.models.base import Candidate, Task
from demand_forecast.forecasting.panel import Floats, Panel
from demand_forecast.stability import Stability


def stability_of(
    candidates: Sequence[Candidate], panel: Panel, plan: Plan, task: Task, repeats: int
) -> dict[str, Stability]:
    """Train each candidate ``repeats`` times, at least 2, at the last origin, each time with another seed."""
    last = replace(plan, origins=plan.origins[-1:])
    actual = panel.sales[:, last.origins[0] : last.origins[0] + plan.horizon]
    return {
        candidate.name: Stability(
            tuple(
                _rmse(forecasts_of(candidate, panel, last, replace(task, seed=task.seed + repeat))[0], actual)
                for repeat in range(repeats)
            )
        )
        for candidate in candidates
    }


def _rmse(forecast: Floats, actual: Floats) -> float:
    return float(np.sqrt(np.nanmean((forecast - actual) ** 2)))
