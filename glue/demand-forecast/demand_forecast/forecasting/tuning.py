"""A random search for better hyperparameters, on days before the first origin of the backtest.

So the backtest stays a test: nothing that it measures has been looked at before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from relay_job.report import Scalar

from demand_forecast.forecasting.backtest import Plan, forecasts_of
from demand_forecast.forecasting.models import poisson, regressors
from demand_forecast.forecasting.models.base import Candidate, Task
from demand_forecast.forecasting.panel import Panel

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
    candidates: Sequence[Candidate], panel: Panel, plan: Plan, task: Task, trials: int
) -> list[Candidate]:
    """The candidates, each with the best hyperparameters of those given and ``trials`` random ones.

    They are tried at an origin one horizon before the plan's first. Where the history does not reach back so
    far, or there is nothing to tune, a candidate stays as it is.
    """
    before = plan.origins[0] - plan.horizon
    if trials < 1 or before < plan.horizon:
        return list(candidates)
    earlier = replace(plan, origins=(before,))
    random = np.random.default_rng(task.seed)
    return [_best(candidate, panel, earlier, task, trials, random) for candidate in candidates]


def _best(
    candidate: Candidate, panel: Panel, plan: Plan, task: Task, trials: int, random: np.random.Generator
) -> Candidate:
    space = _SPACES.get(candidate.name)
    if space is None:
        return candidate
    tried = [candidate]
    for _ in range(trials):
        drawn = {name: choices[int(random.integers(len(choices)))] for name, choices in space.items()}
        tried.append(replace(candidate, hyperparameters={**candidate.hyperparameters, **drawn}))
    actual = panel.sales[:, plan.origins[0] : plan.origins[0] + plan.horizon]
    errors = [np.nanmean((forecasts_of(each, panel, plan, task)[0] - actual) ** 2) for each in tried]
    return tried[int(np.argmin(errors))]
