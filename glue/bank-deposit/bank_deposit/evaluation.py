"""Figures of a model on rows that it was not trained on."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyspark.ml.functions import vector_to_array
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from relay_job import Baseline

from bank_deposit.candidates import area_under_roc
from bank_deposit.features import LABEL

METRIC = "area_under_roc"
PROBABILITY = "p"
_LEAST = 1e-15
_95_PERCENT = 1.959964


@dataclass(frozen=True)
class Labels:
    """How many rows took the deposit, and how many did not."""

    positives: int
    negatives: int

    @property
    def rows(self) -> int:
        """All of them."""
        return self.positives + self.negatives


def count_labels(rows: DataFrame) -> Labels:
    """Count rows with a label."""
    counted = rows.groupBy(LABEL).count().collect()
    by_label = {row[LABEL]: int(row["count"]) for row in counted}
    return Labels(by_label.get(1.0, 0), by_label.get(0.0, 0))


def with_probability(predicted: DataFrame) -> DataFrame:
    """Rows that a model transformed, with PROBABILITY of a deposit (0 to 1)."""
    return predicted.withColumn(PROBABILITY, vector_to_array(F.col("probability"))[1])


def evaluate(predicted: DataFrame, labels: Labels) -> dict[str, float]:
    """The figures of rows that a model transformed, as :func:`with_probability`.

    ``area_under_roc`` with its 95% interval, ``area_under_pr``, ``log_loss`` in nats per row, ``accuracy`` at
    a threshold of 0.5.
    """
    area = area_under_roc().evaluate(predicted)
    low, high = interval(area, labels)
    p = F.least(F.greatest(F.col(PROBABILITY), F.lit(_LEAST)), F.lit(1 - _LEAST))
    of_label = F.when(F.col(LABEL) == 1, p).otherwise(1 - p)
    right = (F.col(PROBABILITY) > 0.5) == (F.col(LABEL) == 1)
    means = predicted.agg(
        F.avg(-F.log(of_label)).alias("loss"), F.avg(right.cast("double")).alias("right")
    ).collect()[0]
    return {
        METRIC: area,
        f"{METRIC}_low": low,
        f"{METRIC}_high": high,
        "area_under_pr": area_under_roc().setMetricName("areaUnderPR").evaluate(predicted),
        "log_loss": float(means["loss"]),
        "accuracy": float(means["right"]),
    }


def interval(area: float, labels: Labels) -> tuple[float, float]:
    """The 95% interval of an area under ROC.

    Its standard error is that of J. Hanley and B. McNeil, Radiology 143 (1982), 29-36.
    """
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    variance = (
        area * (1 - area) + (labels.positives - 1) * (q1 - area**2) + (labels.negatives - 1) * (q2 - area**2)
    ) / (labels.positives * labels.negatives)
    margin = _95_PERCENT * math.sqrt(max(0.0, variance))
    return max(0.0, area - margin), min(1.0, area + margin)


def share_of_deposits(train: Labels, test: Labels) -> Baseline:
    """What a model without inputs reaches: it gives every contact the training rows' share of deposits."""
    share = train.positives / train.rows
    loss = -(test.positives * math.log(share) + test.negatives * math.log(1 - share)) / test.rows
    accuracy = (test.positives if share > 0.5 else test.negatives) / test.rows
    figures = {
        METRIC: 0.5,
        "area_under_pr": test.positives / test.rows,
        "log_loss": loss,
        "accuracy": accuracy,
    }
    return Baseline("share-of-deposits", figures)


def best_of(figures: Mapping[str, Mapping[str, float]], names: Sequence[str]) -> str:
    """The name of the model with the largest area under ROC; the first of equals."""
    return max(names, key=lambda name: figures[name][METRIC])
