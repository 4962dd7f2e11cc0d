"""The models to try, each with a small grid of hyperparameters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from pyspark.ml import Model
from pyspark.ml.classification import DecisionTreeClassifier, LogisticRegression, RandomForestClassifier
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.tuning import TrainValidationSplit
from pyspark.sql import DataFrame
from relay_job.report import Scalar

from bank_deposit.features import LABEL, VECTOR

_SEED = 42
_TUNING_SHARE = 0.75
_AT_ONCE = 2


@dataclass(frozen=True)
class Candidate:
    """A model: its name in reports and addresses, how to make it, hyperparameters fixed and to be tried."""

    name: str
    make: Callable[..., Any]
    fixed: Mapping[str, Scalar] = field(default_factory=dict)
    grid: Mapping[str, Sequence[Scalar]] = field(default_factory=dict)


CANDIDATES = (
    Candidate(
        "decision-tree",
        DecisionTreeClassifier,
        {"minInstancesPerNode": 20, "seed": _SEED},
        {"maxDepth": (4, 7)},
    ),
    Candidate(
        "random-forest",
        RandomForestClassifier,
        {"numTrees": 60, "minInstancesPerNode": 5, "seed": _SEED},
        {"maxDepth": (6, 10)},
    ),
    Candidate("logistic-regression", LogisticRegression, {"maxIter": 50}, {"regParam": (0.001, 0.01)}),
)


@dataclass(frozen=True)
class Trained:
    """A model that was trained, and the hyperparameters that were found best for it."""

    name: str
    model: Model
    hyperparameters: Mapping[str, Scalar]


def train(candidate: Candidate, rows: DataFrame) -> Trained:
    """Train a candidate on rows with VECTOR and LABEL: hyperparameters by area under ROC on a quarter of
    them, the model itself on all.
    """
    estimator = candidate.make(featuresCol=VECTOR, labelCol=LABEL, **candidate.fixed)
    choices = [dict(zip(candidate.grid, values, strict=True)) for values in product(*candidate.grid.values())]
    tuned = TrainValidationSplit(
        estimator=estimator,
        estimatorParamMaps=[
            {estimator.getParam(name): value for name, value in choice.items()} for choice in choices
        ],
        evaluator=area_under_roc(),
        trainRatio=_TUNING_SHARE,
        parallelism=_AT_ONCE,
        seed=_SEED,
    ).fit(rows)
    best = max(zip(tuned.validationMetrics, choices, strict=True), key=lambda tried: tried[0])[1]
    return Trained(candidate.name, tuned.bestModel, {**candidate.fixed, **best})


def area_under_roc() -> BinaryClassificationEvaluator:
    """Measures how well scores order rows by label: 0.5 is chance, 1 is without fault."""
    return BinaryClassificationEvaluator(labelCol=LABEL, metricName="areaUnderROC")
