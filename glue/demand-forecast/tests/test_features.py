"""The classic features."""

import random
from datetime import date, timedelta

import pytest
from demand_forecast.features import classic_features
from demand_forecast.schema import FEATURES_SCHEMA
from forecast_support import Processed, processed_frame
from pyspark.sql import SparkSession

FIRST = date(2013, 1, 1)  # a Tuesday


def series(sales: list[float], store: int = 1, item: int = 1) -> list[Processed]:
    return [(FIRST + timedelta(days=day), store, item, float(sold), 0.0) for day, sold in enumerate(sales)]


def test_a_series_by_hand(spark: SparkSession) -> None:
    rows = (
        classic_features(processed_frame(spark, series([10, 20, 30, 40, 50, 60, 70, 80, 90])))
        .orderBy("date")
        .collect()
    )
    assert [row["lag_1"] for row in rows] == [0, 10, 20, 30, 40, 50, 60, 70, 80]
    assert [row["lag_7"] for row in rows] == [0, 0, 0, 0, 0, 0, 0, 10, 20]
    assert [row["rolling_avg_7"] for row in rows] == [10, 15, 20, 25, 30, 35, 40, 50, 60]
    assert [row["day_of_week"] for row in rows] == [3, 4, 5, 6, 7, 1, 2, 3, 4]
    assert {(row["year"], row["month"]) for row in rows} == {(2013, 1)}


def test_columns_are_the_schema_of_the_step(spark: SparkSession) -> None:
    made = classic_features(processed_frame(spark, series([1, 2])))
    assert [(f.name, f.dataType) for f in made.schema] == [(f.name, f.dataType) for f in FEATURES_SCHEMA]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_unsorted_series_match_plain_python(spark: SparkSession, seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        row
        for store in (1, 2)
        for item in (1, 2, 3)
        for row in series([chance.randint(0, 200) for _ in range(chance.randint(1, 40))], store, item)
    ]
    shuffled = chance.sample(rows, len(rows))
    made = {
        (r["store"], r["item"], r["date"]): r
        for r in classic_features(processed_frame(spark, shuffled)).collect()
    }
    assert len(made) == len(rows)
    for key in {(row[1], row[2]) for row in rows}:
        own = [row for row in rows if (row[1], row[2]) == key]
        sales = [float(row[3] or 0) for row in own]
        for n, row in enumerate(own):
            got = made[(row[1], row[2], row[0])]
            week = sales[max(0, n - 6) : n + 1]
            assert got["lag_1"] == (sales[n - 1] if n >= 1 else 0)
            assert got["lag_7"] == (sales[n - 7] if n >= 7 else 0)
            assert got["rolling_avg_7"] == pytest.approx(sum(week) / len(week), rel=1e-12)


def test_nulls_in_model_columns_become_zero(spark: SparkSession) -> None:
    row = classic_features(processed_frame(spark, [(None, None, None, 5.0, 0.5)])).collect()[0]
    assert row["date"] is None
    assert [row[name] for name in ("store", "item", "year", "month", "day_of_week", "lag_1", "lag_7")] == [
        0
    ] * 7


def test_duplicate_keys_keep_all_rows(spark: SparkSession) -> None:
    rows = series([10, 20]) + series([10, 20])
    made = classic_features(processed_frame(spark, rows)).collect()
    assert sorted(row["lag_1"] for row in made) == [0, 10, 10, 20]


def test_no_rows_give_no_rows(spark: SparkSession) -> None:
    assert classic_features(processed_frame(spark, [])).collect() == []
