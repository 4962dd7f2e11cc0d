"""The models to try, each with the hyperparameters that the run names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import Any

from pyspark.ml import Model
from pyspark.ml.classification import DecisionTreeClassifier, LogisticRegression, RandomForestClassifier
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.tuning import TrainValidationSplit
from pyspark.sql import DataFrame
from relay_job import JobArgumentError, JobArguments
from relay_job.report import Scalar

from bank_deposit.features import LABEL, VECTOR

_SEED = 42
_TUNING_SHARE = 0.75
_AT_ONCE = 2


@dataclass(frozen=True)
class Candidate:
    """A model: its name in reports and addresses, how to make it, and hyperparameters to try."""

    name: str
    make: Callable[..., Any]
    grid: Mapping[str, Sequence[Scalar]] = field(default_factory=dict)

    def choices(self) -> list[dict[str, Scalar]]:
        """Every combination of values."""
        return [dict(zip(self.grid, values, strict=True)) for values in product(*self.grid.values())]


#: Run parameter of each model's hyperparameters, the model's name in reports, and how it is made.
MODELS: Mapping[str, tuple[str, Callable[..., Any]]] = {
    "decision_tree": ("decision-tree", partial(DecisionTreeClassifier, seed=_SEED)),
    "random_forest": ("random-forest", partial(RandomForestClassifier, seed=_SEED)),
    "logistic_regression": ("logistic-regression", LogisticRegression),
}


def candidates_of(arguments: JobArguments) -> list[Candidate]:
    """The models with the hyperparameters of the run. Raises JobArgumentError where they cannot be read."""
    return [
        Candidate(name, make, grid_of(parameter, arguments.text(parameter)))
        for parameter, (name, make) in MODELS.items()
    ]


def grid_of(parameter: str, text: str) -> dict[str, list[Scalar]]:
    """Values by name of a text such as ``maxDepth=4,7 minInstancesPerNode=20``.

    Raises JobArgumentError for anything else.
    """
    grid: dict[str, list[Scalar]] = {}
    for word in text.split():
        name, _, values = word.partition("=")
        try:
            grid[name] = [float(value) if "." in value else int(value) for value in values.split(",")]
        except ValueError:
            raise JobArgumentError(
                f"--{parameter} has {word!r}, but NAME=NUMBER,... was expected; correct the run's parameters"
            ) from None
    return grid


@dataclass(frozen=True)
class Trained:
    """A model that was trained, and the hyperparameters that were found best for it."""

    name: str
    model: Model
    hyperparameters: Mapping[str, Scalar]


def train(candidate: Candidate, rows: DataFrame) -> Trained:
    """Train a candidate on rows with VECTOR and LABEL.

    Where there is a choice of hyperparameters, that with the largest area under ROC on a quarter of the rows
    is taken, and the model is trained on all of them.
    """
    estimator, choices = candidate.make(featuresCol=VECTOR, labelCol=LABEL), candidate.choices()
    maps = [{estimator.getParam(name): value for name, value in choice.items()} for choice in choices]
    if len(maps) == 1:
        return Trained(candidate.name, estimator.fit(rows, maps[0]), choices[0])
    tuned = TrainValidationSplit(
        estimator=estimator,
        estimatorParamMaps=maps,
        evaluator=area_under_roc(),
        trainRatio=_TUNING_SHARE,
        parallelism=_AT_ONCE,
        seed=_SEED,
    ).fit(rows)
    best = max(zip(tuned.validationMetrics, choices, strict=True), key=lambda tried: tried[0])[1]
    return Trained(candidate.name, tuned.bestModel, best)


def area_under_roc() -> BinaryClassificationEvaluator:
    """Measures how well scores order rows by label: 0.5 is chance, 1 is without fault."""
    return BinaryClassificationEvaluator(labelCol=LABEL, metricName="areaUnderROC")
