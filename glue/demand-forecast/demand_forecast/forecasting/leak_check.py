"""The check that nothing after an origin gets into what the models see at it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from demand_forecast.forecasting.models.regressors import training_rows
from demand_forecast.forecasting.panel import Panel
from demand_forecast.forecasting.predictors import NAMES, predictors

_ROWS = 2_000
_SHIFT = 1_000.0


def leaking(panel: Panel, origins: Sequence[int], horizon: int) -> list[str]:
    """Names of predictors that move when all sales after an origin are moved; empty where none does.

    Looked at are the inputs of the forecast at each origin, and those of a sample of its training rows with
    their targets (``target``).
    """
    moved: set[str] = set()
    for origin in origins:
        sales = panel.sales.copy()
        sales[:, origin:] += _SHIFT
        for name, before, after in zip(
            (*NAMES, *NAMES, "target"),
            _seen(panel, origin, horizon),
            _seen(replace(panel, sales=sales), origin, horizon),
            strict=True,
        ):
            if not np.array_equal(before, after):
                moved.add(name)
    return sorted(moved)


def _seen(panel: Panel, origin: int, horizon: int) -> list[NDArray[Any]]:
    history = panel.until(origin)
    known = predictors(history, horizon)
    rows = training_rows(history, horizon, _ROWS, seed=0)
    return [*np.moveaxis(known.values, 2, 0), *rows.inputs.T, rows.ratio * rows.level]
