"""A random search for better hyperparameters, on days before the first origin of the backtest.

So the backtest stays a test: nothing that it measures has been looked at before.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from relay_job.report import Scalar

from demand_forecast.forecasting.backtest import Plan, forecasts_of
from demand_forecast.forecasting.models import poisson, regressors
from demand_forecast.forecasting.models.base import Candidate, Task
from demand_forecast.forecasting.panel import Panel

logger = logging.getLogger("demand_forecast.train")


@dataclass(frozen=True)
class Budget:
    """What a search may take: ``trials`` of each model, and no trial begun once ``minutes`` are over.

    0 minutes are no limit. ``clock`` gives seconds; what it counts from does not matter.
    """

    trials: int
    minutes: float
    clock: Callable[[], float]

    def lasting(self) -> Callable[[], bool]:
        """Whether there is time left, from now on."""
        end = self.clock() + self.minutes * 60
        return lambda: not self.minutes or self.clock() < end


_SPACES: Mapping[str, Mapping[str, Sequence[Scalar]]] = {
    regressors.FOREST: {
        "min_samples_leaf": (3, 5, 10, 20, 40),
        "max_features": (0.3, 0.5, 0.8, 1.0),
        "n_estimators": (40, 80),
    },
    regressors.BOOSTING: {
        "max_depth": (3, 4, 5, 6),
        "learning_rate": (0.05, 0.1, 0.2),
        "n_estimators": (60, 100, 200),
        "subsample": (0.5, 0.8),
    },
    regressors.HISTOGRAM: {
        "max_leaf_nodes": (15, 31, 63),
        "learning_rate": (0.04, 0.08, 0.15),
        "max_iter": (80, 120, 240),
        "l2_regularization": (0.0, 1.0, 10.0),
    },
    poisson.NAME: {"damping": (0.98, 0.99, 0.995, 0.998, 1.0)},
}


def tuned(
    candidates: Sequence[Candidate], panel: Panel, plan: Plan, task: Task, budget: Budget
) -> list[Candidate]:
    """The candidates, each with the best hyperparameters of those given and of as many random ones as the
    budget allows. The models take turns, so that time which runs out is short for all of them alike.

    They are tried at an origin one horizon before the plan's first. Where the history does not reach back so
    far, or there is nothing to tune, a candidate stays as it is.
    """
    before = plan.origins[0] - plan.horizon
    if budget.trials < 1 or before < plan.horizon:
        return list(candidates)
    earlier, time_left = replace(plan, origins=(before,)), budget.lasting()
    random = np.random.default_rng(task.seed)
    best = {each.name: (each, np.inf) for each in candidates}
    # Each model's own hyperparameters are tried first: what is found must be better.
    for trial in range(budget.trials + 1):
        for candidate in candidates:
            if candidate.name not in _SPACES:
                continue
            tried = _drawn(candidate, random) if trial else candidate
            if not time_left():
                logger.info(
                    "tuning stopped after %d of %d trials: time is up", max(trial - 1, 0), budget.trials
                )
                return [found for found, _ in best.values()]
            error = _error(tried, panel, earlier, task)
            if error < best[candidate.name][1]:
                best[candidate.name] = tried, error
    return [found for found, _ in best.values()]


def _drawn(candidate: Candidate, random: np.random.Generator) -> Candidate:
    space = _SPACES[candidate.name]
    drawn = {name: choices[int(random.integers(len(choices)))] for name, choices in space.items()}
    return replace(candidate, hyperparameters={**candidate.hyperparameters, **drawn})


def _error(candidate: Candidate, panel: Panel, plan: Plan, task: Task) -> float:
    actual = panel.sales[:, plan.origins[0] : plan.origins[0] + plan.horizon]
    return float(np.nanmean((forecasts_of(candidate, panel, plan, task)[0] - actual) ** 2))
