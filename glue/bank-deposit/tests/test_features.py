"""What models see of contacts, which rows are held out, and the figures of a model."""

import math

import pytest
from bank_deposit import AFTER_CALL, BEFORE_CALL
from bank_deposit.evaluation import (
    PROBABILITY,
    Labels,
    best_of,
    count_labels,
    evaluate,
    interval,
    share_of_deposits,
)
from bank_deposit.features import LABEL, VECTOR, encoder, is_held_out, with_features
from bank_deposit.schema import CONTACTS_SCHEMA
from contact_generator import generate
from pyspark.ml.functions import vector_to_array
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F


@pytest.fixture(scope="module")
def contacts(spark: SparkSession) -> DataFrame:
    drawn = generate(1_000, 5).columns
    rows = list(zip(*(drawn[name].tolist() for name in CONTACTS_SCHEMA.names), strict=True))
    typed = [tuple(float(v) if i == 5 else v for i, v in enumerate(row)) for row in rows]
    return spark.createDataFrame(typed, CONTACTS_SCHEMA).cache()


def test_features_of_a_contact(spark: SparkSession, contacts: DataFrame):
    base = contacts.limit(1)
    for changes, expected in (
        ({"balance": -1.0, "pdays": -1, "deposit": "yes"}, (-math.log(2), 0.0, 0.0, 1.0)),
        ({"balance": 0.0, "pdays": 9, "deposit": "no"}, (0.0, 1.0, math.log(10), 0.0)),
        ({"balance": 1.0, "pdays": 0, "deposit": None}, (math.log(2), 1.0, 0.0, None)),
    ):
        changed = base.withColumns(
            {name: F.lit(value).cast(CONTACTS_SCHEMA[name].dataType) for name, value in changes.items()}
        )
        row = with_features(changed).collect()[0]
        found = (row["size_of_balance"], row["contacted_before"], row["since_contact"], row[LABEL])
        assert found == pytest.approx(expected)


def test_the_length_of_the_call_is_only_seen_after_it(contacts: DataFrame):
    longer = contacts.withColumn("duration", F.col("duration") * 10)

    def differing(variant: str) -> int:
        fitted = encoder(variant).fit(with_features(contacts))
        one, other = (
            fitted.transform(with_features(frame))
            .select(F.hash(vector_to_array(VECTOR)).alias("h"))
            .collect()
            for frame in (contacts, longer)
        )
        return sum(a != b for a, b in zip(one, other, strict=True))

    assert differing(BEFORE_CALL) == 0
    assert differing(AFTER_CALL) == 1_000


def test_a_category_that_training_did_not_know_fails_nothing(contacts: DataFrame):
    fitted = encoder(BEFORE_CALL).fit(with_features(contacts))
    unknown = with_features(contacts.limit(3).withColumn("job", F.lit("astronaut")))
    assert fitted.transform(unknown).select(VECTOR).count() == 3


def test_a_row_is_held_out_whatever_its_deposit_and_place(contacts: DataFrame):
    def held_out(frame: DataFrame) -> set[object]:
        kept = frame.where(is_held_out()).drop("deposit").distinct().collect()
        return set(kept)

    unknown = contacts.withColumn("deposit", F.lit(None).cast("string"))
    sides = held_out(contacts)
    assert sides == held_out(unknown.repartition(4).orderBy(F.desc("balance")))
    assert 0.15 < len(sides) / 1_000 < 0.25


def test_figures_of_scores(spark: SparkSession):
    rows = [(1.0, 0.9), (1.0, 0.4), (0.0, 0.6), (0.0, 0.1)]
    predicted = spark.createDataFrame(rows, [LABEL, PROBABILITY])
    with_raw = predicted.withColumn("rawPrediction", F.col(PROBABILITY))
    figures = evaluate(with_raw, count_labels(predicted))
    assert figures["area_under_roc"] == pytest.approx(0.75)
    assert figures["accuracy"] == 0.5
    losses = [0.9, 0.4, 0.4, 0.9]
    assert figures["log_loss"] == pytest.approx(-sum(map(math.log, losses)) / 4)
    assert figures["area_under_roc_low"] < 0.75 < figures["area_under_roc_high"]


def test_an_interval_is_narrow_where_there_are_many_rows():
    low, high = interval(0.8, Labels(1_000, 1_000))
    assert (low, high) == pytest.approx((0.7806, 0.8194), abs=1e-3)
    few_low, few_high = interval(0.8, Labels(10, 10))
    assert few_high - few_low > 10 * (high - low) / 2
    assert interval(1.0, Labels(5, 5)) == (1.0, 1.0)


def test_the_baseline_knows_the_share_only():
    baseline = share_of_deposits(Labels(30, 70), Labels(40, 60))
    assert baseline.metrics["area_under_roc"] == 0.5
    assert baseline.metrics["accuracy"] == 0.6
    assert baseline.metrics["log_loss"] == pytest.approx(-(0.4 * math.log(0.3) + 0.6 * math.log(0.7)))


def test_the_best_model_has_the_largest_area():
    figures = {"a": {"area_under_roc": 0.7}, "b": {"area_under_roc": 0.8}, "c": {"area_under_roc": 0.8}}
    assert best_of(figures, ["a", "b", "c"]) == "b"
