"""The explore step's transforms."""

import math
from datetime import date, timedelta

import pytest
from demand_forecast.exploration import explore
from forecast_support import Processed, processed_frame
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

ROWS: list[Processed] = [
    (date(2013, 1, 1), 1, 1, 10.0, 0.0),
    (date(2013, 1, 31), 1, 2, 20.0, 0.2),
    (date(2013, 2, 1), 2, 1, 60.0, 1.0),
    (date(2014, 1, 1), 2, 2, 30.0, 0.4),
]


def test_totals_by_month_store_weekday_and_item(spark: SparkSession) -> None:
    _, found = explore(processed_frame(spark, ROWS))
    assert found.by_month == [("2013-01", 30.0), ("2013-02", 60.0), ("2014-01", 30.0)]
    assert found.store_average == [(1, 15.0), (2, 45.0)]
    assert found.weekday_average == [
        ("Tuesday", 10.0),
        ("Wednesday", 30.0),
        ("Thursday", 20.0),
        ("Friday", 60.0),
    ]
    assert found.by_item == [(1, 70.0), (2, 50.0)]


def test_overview_describes_and_counts(spark: SparkSession) -> None:
    found, _ = explore(processed_frame(spark, [*ROWS, (date(2014, 1, 2), 3, 1, 40.0, 0.6)]))
    assert (found.rows, found.first_day, found.last_day) == (5, date(2013, 1, 1), date(2014, 1, 2))
    assert found.missing == {"date": 0, "store": 0, "item": 0, "sales": 0, "sales_scaled_value": 0}
    assert found.sales["sales"] == {
        "count": 5,
        "mean": 32.0,
        "stddev": pytest.approx(19.2353841),
        "min": 10.0,
        "max": 60.0,
    }
    assert found.correlation["store"]["store"] == 1.0
    assert (
        found.correlation["store"]["sales"]
        == found.correlation["sales"]["store"]
        == pytest.approx(42 / (2.8 * 1480) ** 0.5)
    )


def test_figures_are_those_of_spark(spark: SparkSession) -> None:
    rows: list[Processed] = [
        (
            date(2013, 1, 1) + timedelta(days=n),
            n * n % 5,
            n % 7 * 3,
            float(n * 37 % 101) if n % 9 else None,
            0.0,
        )
        for n in range(400)
    ]
    frame = processed_frame(spark, rows)
    found, _ = explore(frame)
    described = {row["summary"]: row["sales"] for row in frame.describe("sales").collect()}
    for statistic, value in found.sales["sales"].items():
        assert value == pytest.approx(float(described[statistic]), rel=1e-12)
    names = ("store", "item", "sales")
    sparks = frame.agg(*(F.corr(a, b).alias(f"{a} {b}") for a in names for b in names)).collect()[0]
    for a in names:
        for b in names:
            assert found.correlation[a][b] == pytest.approx(sparks[f"{a} {b}"], abs=1e-12)


def test_a_column_that_does_not_vary_has_no_correlation(spark: SparkSession) -> None:
    found, _ = explore(processed_frame(spark, ROWS[:2]))
    assert found.correlation["store"]["sales"] is None
    assert found.correlation["item"]["sales"] == pytest.approx(1.0)


def test_one_row_has_no_deviation_and_no_rows_have_no_figures(spark: SparkSession) -> None:
    assert explore(processed_frame(spark, ROWS[:1]))[0].sales["sales"]["stddev"] is None
    overview, totals = explore(processed_frame(spark, []))
    assert (overview.rows, overview.first_day, totals.by_month) == (0, None, [])
    assert overview.sales["sales"] == {"count": 0, "mean": None, "stddev": None, "min": None, "max": None}
    assert not math.isnan(overview.correlation["sales"]["sales"] or 0)
