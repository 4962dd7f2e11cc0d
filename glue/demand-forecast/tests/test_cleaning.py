"""The clean step's transforms."""

from datetime import date

import pytest
from chispa import assert_df_equality
from demand_forecast.cleaning import Statistics, impute, scale, statistics, statistics_columns
from demand_forecast.describing import as_lines, describe
from demand_forecast.schema import PROCESSED_SCHEMA, SALES_SCHEMA
from pyspark.ml.feature import MinMaxScaler, VectorAssembler
from pyspark.sql import DataFrame, SparkSession
from relay_job import JobDataError

DAY = date(2013, 1, 1)
GOOD = [(DAY, 1, 1, 10.0), (date(2013, 1, 2), 1, 1, 20.0), (date(2013, 1, 3), 1, 2, 60.0)]


def accepted(spark: SparkSession, rows: list[tuple[date, int, int, float | None]]) -> DataFrame:
    return spark.createDataFrame(rows, SALES_SCHEMA)


def measured(rows: DataFrame) -> Statistics:
    return statistics(rows.agg(*statistics_columns()).collect()[0])


def clean(rows: DataFrame) -> DataFrame:
    seen = measured(rows)
    return scale(impute(rows, seen), seen)


def test_rows_are_scaled(spark: SparkSession) -> None:
    expected = [(*row, scaled) for row, scaled in zip(GOOD, (0.0, 0.2, 1.0), strict=True)]
    cleaned = clean(accepted(spark, GOOD))
    assert_df_equality(cleaned, spark.createDataFrame(expected, PROCESSED_SCHEMA), ignore_nullable=True)


def test_missing_sales_are_counted_and_filled_with_the_mean(spark: SparkSession) -> None:
    rows = accepted(spark, [*GOOD, (date(2013, 1, 4), 1, 1, None)])
    assert measured(rows).missing_sales == 1
    assert [row["sales"] for row in clean(rows).collect()] == [10, 20, 60, 30]


def test_no_sales_at_all_are_refused(spark: SparkSession) -> None:
    with pytest.raises(JobDataError, match="no row has a value in column 'sales'"):
        clean(accepted(spark, [(DAY, 1, 1, None)]))


@pytest.mark.parametrize("sales", [[7, 7, 7], [0, 3, 10, 17, 240], [0.5, 0.1, 1e6]])
def test_scaled_values_are_those_of_min_max_scaler(spark: SparkSession, sales: list[float]) -> None:
    cleaned = clean(accepted(spark, [(DAY, 1, item, float(value)) for item, value in enumerate(sales)]))
    assembled = VectorAssembler(inputCols=["sales"], outputCol="vector").transform(cleaned)
    scaled = MinMaxScaler(inputCol="vector", outputCol="scaled").fit(assembled).transform(assembled)
    for row in scaled.collect():
        assert row["sales_scaled_value"] == row["scaled"][0]


def test_describe_without_missing_sales_is_that_of_the_input(spark: SparkSession) -> None:
    rows = accepted(spark, GOOD)
    seen = measured(rows)
    assert seen.described == describe(clean(rows), ("sales", "store", "item"))
    assert seen.described["sales"] == {
        "count": 3,
        "mean": 30.0,
        "stddev": pytest.approx(26.4575),
        "min": 10.0,
        "max": 60.0,
    }
    assert as_lines(seen.described)[1].split()[:3] == ["sales", "3", "30"]
