"""Regressions of scikit-learn on :mod:`demand_forecast.forecasting.predictors`.

They learn a day's sales over the mean of the series' last year, with that mean as weight: for a Poisson loss
this is the same as an offset of its logarithm.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import skops.io
from numpy.typing import NDArray
from relay_job import JobArgumentError
from relay_job.report import Scalar
from sklearn.compose import make_column_transformer
from sklearn.ensemble import (
    GradientBoostingRegressor,
    HistGradientBoostingRegressor,
    RandomForestRegressor,
)
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
from threadpoolctl import threadpool_limits

from demand_forecast.forecasting.calendar import YEAR
from demand_forecast.forecasting.models.base import Task
from demand_forecast.forecasting.panel import Floats, Panel
from demand_forecast.forecasting.predictors import CATEGORIES, NAMES, predictors

LINEAR, FOREST, BOOSTING, HISTOGRAM = (
    "linear-regression",
    "random-forest",
    "gradient-boosting",
    "histogram-boosting",
)
#: Days that the oldest training origin has before it, where the history allows it.
_FEWEST_DAYS = 28
#: A Poisson loss cannot learn from sales of which all are 0.
_LEAST_RATIO = 1e-9
#: The classes of scikit-learn's own that a saved model may hold, beside those that skops trusts anyway.
TRUSTED = ("sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor", "sklearn.tree._tree.Tree")


@dataclass(frozen=True)
class TrainingRows:
    """Inputs of shape (rows, NAMES), sales over level, and the level."""

    inputs: NDArray[np.float32]
    ratio: Floats
    level: Floats


@dataclass(frozen=True)
class Regression:
    """A fitted estimator of scikit-learn."""

    estimator: Any
    threads: int

    def forecast(self, history: Panel, horizon: int) -> Floats:
        """Expected units, of shape (series, horizon); a ratio below zero counts as 0."""
        known = predictors(history, horizon)
        series = len(known.level)
        with threadpool_limits(limits=self.threads):
            ratio = self.estimator.predict(known.values.reshape(series * horizon, len(NAMES)))
        return np.asarray(known.level[:, None] * np.maximum(ratio, 0.0).reshape(series, horizon))

    def to_bytes(self) -> bytes:
        """As skops writes it: data without code."""
        return bytes(skops.io.dumps(self.estimator))

    @classmethod
    def from_bytes(cls, content: bytes, threads: int) -> "Regression":
        """The inverse of :meth:`to_bytes`; anything but a known class is refused."""
        return cls(skops.io.loads(content, trusted=list(TRUSTED)), threads)


def linear(seed: int, threads: int, **_: Scalar) -> Any:
    """Least squares; weekday and month as one column per value."""
    categories = [NAMES.index(name) for name in CATEGORIES]
    columns = make_column_transformer(
        (OneHotEncoder(handle_unknown="ignore"), categories), remainder="passthrough"
    )
    return make_pipeline(columns, LinearRegression())


def forest(seed: int, threads: int, **hyperparameters: Scalar) -> Any:
    """A random forest."""
    return RandomForestRegressor(random_state=seed, n_jobs=threads, **hyperparameters)


def boosting(seed: int, threads: int, **hyperparameters: Scalar) -> Any:
    """Gradient boosting over exact splits."""
    return GradientBoostingRegressor(random_state=seed, **hyperparameters)


def histogram(seed: int, threads: int, **hyperparameters: Scalar) -> Any:
    """Gradient boosting over binned values, with a Poisson loss."""
    return HistGradientBoostingRegressor(
        loss="poisson", early_stopping=False, random_state=seed, **hyperparameters
    )


def fit_with(make: Callable[..., Any]) -> Callable[[Panel, Task, Mapping[str, Scalar]], Regression]:
    """The fit of a regression: at most ``rows`` training rows, drawn at random; the other hyperparameters
    are scikit-learn's own.
    """

    def fit(history: Panel, task: Task, hyperparameters: Mapping[str, Scalar]) -> Regression:
        own = {name: value for name, value in hyperparameters.items() if name != "rows"}
        rows = training_rows(history, task.horizon, int(hyperparameters["rows"] or 0), task.seed)
        try:
            estimator = make(task.seed, task.threads, **own)
        except TypeError as error:
            raise JobArgumentError(f"hyperparameters {own} were refused: {error}") from error
        with threadpool_limits(limits=task.threads):
            estimator.fit(rows.inputs, rows.ratio, **{_weight_of(estimator): rows.level})
        if "n_jobs" in estimator.get_params():
            # Threads add up a forest's trees in no fixed order, and so not to the same last bit each time.
            estimator.set_params(n_jobs=1)
        return Regression(estimator, task.threads)

    return fit


def _weight_of(estimator: Any) -> str:
    """What ``fit`` of an estimator, or of a pipeline's last step, calls the rows' weights."""
    return f"{estimator.steps[-1][0]}__sample_weight" if hasattr(estimator, "steps") else "sample_weight"


def training_rows(history: Panel, horizon: int, most: int, seed: int) -> TrainingRows:
    """Known days as seen from the origin before them.

    The origins lie a horizon apart, back from the end of the history, so that each day is seen from one
    origin, and at each lead alike. Origins with less than a year before them are used only where there are no
    others.
    """
    origins = [at for at in range(history.length - horizon, 0, -horizon) if at >= YEAR]
    origins = origins or [max(history.length - horizon, min(_FEWEST_DAYS, history.length // 2))]
    random = np.random.default_rng(seed)
    share = min(1.0, most / max(1, history.rows - int(np.isfinite(history.sales[:, : origins[-1]]).sum())))
    parts = [_seen_from(history, origin, horizon, share, random) for origin in origins]
    return TrainingRows(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _seen_from(
    history: Panel, origin: int, horizon: int, share: float, random: np.random.Generator
) -> tuple[NDArray[np.float32], Floats, Floats]:
    told = history.sales[:, origin : origin + horizon]
    known = predictors(history.until(origin), told.shape[1])
    taken = np.isfinite(told) & (random.random(told.shape) < share)
    level = np.broadcast_to(known.level[:, None], told.shape)[taken]
    return known.values[taken], np.maximum(told[taken] / level, _LEAST_RATIO), level
