"""The explore step's transforms."""

from datetime import date

import pytest
from demand_forecast.exploration import overview, totals
from forecast_support import Processed, processed_frame
from pyspark.sql import SparkSession

ROWS: list[Processed] = [
    (date(2013, 1, 1), 1, 1, 10.0, 0.0),
    (date(2013, 1, 31), 1, 2, 20.0, 0.2),
    (date(2013, 2, 1), 2, 1, 60.0, 1.0),
    (date(2014, 1, 1), 2, 2, 30.0, 0.4),
]


def test_totals_by_month_store_and_item(spark: SparkSession) -> None:
    found = totals(processed_frame(spark, ROWS))
    assert found.by_month == [("2013-01", 30.0), ("2013-02", 60.0), ("2014-01", 30.0)]
    assert found.store_average == [(1, 15.0), (2, 45.0)]
    assert found.by_item == [(1, 70.0), (2, 50.0)]


def test_rows_without_date_or_key_are_a_group_of_their_own(spark: SparkSession) -> None:
    found = totals(processed_frame(spark, [*ROWS, (None, None, None, 5.0, 0.0)]))
    assert found.by_month[0] == (None, 5.0)
    assert found.store_average[0] == (None, 5.0)
    assert found.by_item[-1] == (None, 5.0)


def test_overview_describes_counts_and_correlates(spark: SparkSession) -> None:
    found = overview(processed_frame(spark, [*ROWS, (None, 3, 1, 40.0, 0.6)]))
    assert found.rows == 5
    assert found.missing == {"date": 1, "store": 0, "item": 0, "sales": 0, "sales_scaled_value": 0}
    assert found.sales["sales"] == {
        "count": 5,
        "mean": 32.0,
        "stddev": pytest.approx(19.2353841),
        "min": 10.0,
        "max": 60.0,
    }
    matrix = found.matrix()
    assert matrix["store"]["store"] == 1.0
    assert matrix["store"]["sales"] == matrix["sales"]["store"] == pytest.approx(42 / (2.8 * 1480) ** 0.5)


def test_a_column_that_does_not_vary_has_no_correlation(spark: SparkSession) -> None:
    found = overview(processed_frame(spark, ROWS[:2]))
    assert found.matrix()["store"]["sales"] is None
    assert found.matrix()["item"]["sales"] == pytest.approx(1.0)


def test_one_row_has_no_deviation_and_no_rows_have_no_figures(spark: SparkSession) -> None:
    assert overview(processed_frame(spark, ROWS[:1])).sales["sales"]["stddev"] is None
    empty = processed_frame(spark, [])
    assert overview(empty).rows == 0
    assert totals(empty).by_month == []
