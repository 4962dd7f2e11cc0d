"""The classic models: linear regression and random forests on a random split.

Kept as the jobs that they replace trained them: the split is random over rows, so a model is tested on days
whose neighbours it has seen, with features that hold a part of the label (see
:mod:`demand_forecast.features`). The figures compare one classic run with another; they do not say how good a
forecast would be.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from pyspark.ml import Estimator, Model
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.regression import LinearRegression, RandomForestRegressor
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from relay_job.report import Scalar
from relay_job.sampling import split_once

from demand_forecast.schema import FEATURES_SCHEMA, MODEL_INPUTS, SALES, SALES_ROWS

VECTOR = "features"
ACTUAL, PREDICTED = "actual_sales", "predicted_sales"
SEED = 42
TRAIN_SHARE = 0.7
#: Rows remember the node they have come to, instead of falling from each root again at each depth: the same
#: trees, for 4 bytes per row and tree. It pays for deep trees; at depth 5 it saves nothing and takes memory.
CACHED_NODES: dict[str, Scalar] = {"cacheNodeIds": True}
SPLIT = f"random-70-30-seed-{SEED}"


@dataclass(frozen=True)
class Candidate:
    """A model to train: its name in reports and addresses, its hyperparameters, and how to make it of
    them.
    """

    name: str
    make: Callable[..., Estimator[Any]]
    hyperparameters: dict[str, Scalar] = field(default_factory=dict)
    speed: dict[str, Scalar] = field(default_factory=dict)

    def estimator(self) -> "Estimator[Any]":
        """A fresh estimator that learns ``sales`` from ``features``."""
        return self.make(featuresCol=VECTOR, labelCol=SALES, **self.hyperparameters, **self.speed)

    def reseeded(self, seed: int) -> "Candidate":
        """The same model with another seed, where it has one."""
        changed = {"seed": seed} if "seed" in self.hyperparameters else {}
        return replace(self, hyperparameters={**self.hyperparameters, **changed})


LINEAR_REGRESSION = Candidate("linear-regression", LinearRegression)
#: The seed is set because pyspark's default is no constant: it is Python's hash of the class name, which
#: changes from process to process unless PYTHONHASHSEED is set.
RANDOM_FOREST = Candidate("random-forest", RandomForestRegressor, {"numTrees": 50, "seed": SEED})
RANDOM_FOREST_TUNED = Candidate(
    "random-forest-tuned",
    RandomForestRegressor,
    {"numTrees": 100, "maxDepth": 12, "maxBins": 32, "seed": SEED},
    CACHED_NODES,
)


def candidates(tuned: bool) -> tuple[Candidate, ...]:
    """The models to train; ``tuned`` adds the large forest, which takes many times as long as the others."""
    return (LINEAR_REGRESSION, RANDOM_FOREST, *((RANDOM_FOREST_TUNED,) if tuned else ()))


def split(features: DataFrame, seed: int = SEED) -> tuple[DataFrame, DataFrame, DataFrame]:
    """Rows as FEATURES_SCHEMA to training and test rows, and what is cached to be unpersisted after use.

    Both have the vector ``features`` and the label ``sales``.

    70 to 30 at random with a seed. Spark sorts each partition by its columns, which begin with the key,
    before it draws, so the same partitions give the same split.
    """
    assembler = VectorAssembler(inputCols=list(MODEL_INPUTS), outputCol=VECTOR)
    assembled = assembler.transform(features.select(*FEATURES_SCHEMA.names))
    return split_once(assembled, SALES_ROWS.key, TRAIN_SHARE, seed, [VECTOR, SALES])


def predict(model: "Model", test: DataFrame) -> DataFrame:
    """Predictions of a model: ``features``, ``actual_sales``, ``predicted_sales`` (both in units)."""
    return model.transform(test).select(
        VECTOR, F.col(SALES).alias(ACTUAL), F.col("prediction").alias(PREDICTED)
    )


def rmse() -> Column:
    """The root mean square error, as an aggregate over the rows of :func:`predict`, in units of sales."""
    error = F.col(PREDICTED) - F.col(ACTUAL)
    return F.sqrt(F.avg(error * error))
