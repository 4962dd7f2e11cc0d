"""Errors of forecasts, kept as sums so that those of parts add up to those of the whole."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from demand_forecast.forecasting.panel import Floats

SUMS = (
    "rows",
    "actual",
    "actual_squared",
    "forecast",
    "error",
    "absolute",
    "squared",
    "smape",
    "covered",
    "ranged",
)


def error_sums(actual: Floats, mean: Floats, interval: tuple[Floats, Floats] | None) -> dict[str, Floats]:
    """The sums of each series over its days, all arrays of shape (series, days); NaN in ``actual`` is left
    out.

    ``interval`` is p10 and p90; None where there is no history of errors to make them of.
    """
    known = np.isfinite(actual)
    error = np.where(known, mean - actual, 0.0)
    size = np.where(known, np.abs(mean) + np.abs(actual), 0.0)
    relative = np.divide(2 * np.abs(error), size, out=np.zeros_like(error), where=size > 0)
    seen = np.where(known, actual, 0.0)
    ranged = known if interval else np.zeros_like(known)
    low, high = interval or (mean, mean)
    inside = ranged & (low <= actual) & (actual <= high)
    by_name = (
        known,
        seen,
        seen**2,
        np.where(known, mean, 0.0),
        error,
        np.abs(error),
        error**2,
        relative,
        inside,
        ranged,
    )
    return {name: values.sum(axis=1, dtype=np.float64) for name, values in zip(SUMS, by_name, strict=True)}


def metrics_by(scores: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Metrics for each combination of ``columns``, from rows of keys and sums; groups without rows are left
    out.

    rmse, mae and bias (forecast less actual, mean) in units; smape in percent of 0 to 200, a day of 0 against
    0 being no error; r2 is 1 less the squared errors over those of the group's mean, 0 where that does not
    vary; noise_floor is the RMSE of a perfect forecast of Poisson counts, the square root of the mean
    forecast; coverage_80 the share of days within p10 to p90, NaN where none has them.
    """
    sums = scores.groupby(list(columns), sort=True)[list(SUMS)].sum()
    sums = sums[sums["rows"] > 0]
    rows = sums["rows"]
    spread = sums["actual_squared"] - sums["actual"] ** 2 / rows
    floor = np.sqrt(sums["forecast"] / rows)
    rmse = np.sqrt(sums["squared"] / rows)
    varies = spread > 1e-9 * sums["actual_squared"]
    return pd.DataFrame(
        {
            "rows": rows.astype(np.int64),
            "rmse": rmse,
            "mae": sums["absolute"] / rows,
            "smape": 100 * sums["smape"] / rows,
            "bias": sums["error"] / rows,
            "r2": (1 - sums["squared"] / spread.where(varies)).fillna(0.0),
            "noise_floor": floor,
            "rmse_to_floor": (rmse / floor.where(floor > 0)).fillna(0.0),
            "coverage_80": sums["covered"] / sums["ranged"].where(sums["ranged"] > 0),
        }
    )
