"""The mean of other models' forecasts."""

from collections.abc import Sequence

import numpy as np

from demand_forecast.forecasting.panel import Floats

NAME = "ensemble"


def mean_of(forecasts: Sequence[Floats]) -> Floats:
    """The mean of forecasts of equal shape."""
    return np.asarray(np.mean(forecasts, axis=0), dtype=np.float64)
