"""How much a model's error depends on the seed that it was trained with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from demand_forecast.forecasting.backtest import Plan, forecasts_of
from demand_forecast.forecasting.models.base import Candidate, Task
from demand_forecast.forecasting.panel import Floats, Panel


@dataclass(frozen=True)
class Stability:
    """The RMSE of each repeat, in units of sales."""

    rmse: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Their mean."""
        return float(np.mean(self.rmse))

    @property
    def deviation(self) -> float:
        """Their sample standard deviation."""
        return float(np.std(self.rmse, ddof=1))

    @property
    def coefficient_of_variation(self) -> float:
        """Standard deviation over mean."""
        return self.deviation / self.mean if self.mean else 0.0

    def metrics(self) -> dict[str, float]:
        """The figures by name, for a report."""
        each = {f"rmse_repeat_{number}": value for number, value in enumerate(self.rmse, start=1)}
        return each | {
            "rmse_mean": self.mean,
            "rmse_sd": self.deviation,
            "rmse_cv": self.coefficient_of_variation,
        }


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
