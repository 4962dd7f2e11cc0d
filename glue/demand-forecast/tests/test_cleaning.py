"""The clean step's transforms."""

import gzip
from datetime import date
from pathlib import Path

import pytest
from chispa import assert_df_equality
from demand_forecast.cleaning import impute_and_scale, measure, parse, select_columns
from demand_forecast.describing import as_lines, describe
from demand_forecast.schema import PROCESSED_SCHEMA, SALES_SCHEMA
from forecast_support import text_frame
from pyspark.ml.feature import MinMaxScaler, VectorAssembler
from pyspark.sql import DataFrame, SparkSession
from relay_job import JobDataError

SOURCE = "s3://bucket/raw/sales.csv"
GOOD = [("2013-01-01", "1", "1", "10"), ("2013-01-02", "1", "1", "20"), ("2013-01-03", "1", "2", "60")]
PARSED = [(date(2013, 1, 1), 1, 1, 10.0), (date(2013, 1, 2), 1, 1, 20.0), (date(2013, 1, 3), 1, 2, 60.0)]


def typed(spark: SparkSession, rows: list[tuple[date, int, int, float]]) -> DataFrame:
    return spark.createDataFrame(rows, SALES_SCHEMA)


def clean(text: DataFrame) -> DataFrame:
    parsed = parse(select_columns(text, SOURCE))
    return impute_and_scale(parsed, measure(parsed, SOURCE))


def test_good_rows_become_typed_and_scaled(spark: SparkSession) -> None:
    cleaned = clean(text_frame(spark, GOOD))
    expected = [(*row, scaled) for row, scaled in zip(PARSED, (0.0, 0.2, 1.0), strict=True)]
    assert_df_equality(cleaned, spark.createDataFrame(expected, PROCESSED_SCHEMA), ignore_nullable=True)


@pytest.mark.parametrize("header", ["sales item store date", "Sales ITEM store Date"])
def test_columns_are_found_by_name(spark: SparkSession, header: str) -> None:
    text = text_frame(spark, [tuple(reversed(row)) for row in GOOD], header)
    assert_df_equality(parse(select_columns(text, SOURCE)).select(*SALES_SCHEMA.names), typed(spark, PARSED))


def test_other_columns_are_left_out(spark: SparkSession) -> None:
    text = text_frame(spark, [(*row, "x", "y") for row in GOOD], "date store item sales price promo.flag")
    assert select_columns(text, SOURCE).columns == SALES_SCHEMA.names


def test_a_missing_column_is_named(spark: SparkSession) -> None:
    text = text_frame(spark, [("2013-01-01", "1", "3")], "date shop sales")
    with pytest.raises(
        JobDataError, match=r"s3://bucket/raw/sales.csv has no column store, item; its header is: date, shop"
    ):
        select_columns(text, SOURCE)


def test_nulls_are_counted_and_sales_filled_with_the_mean(spark: SparkSession) -> None:
    text = text_frame(spark, [*GOOD, ("2013-01-04", "1", "1", None), (None, None, "1", "30")])
    parsed = parse(select_columns(text, SOURCE))
    seen = measure(parsed, SOURCE)
    assert seen.rows == 5
    assert seen.empty == {"date": 1, "store": 1, "item": 0, "sales": 1}
    assert sum(seen.unparsed.values()) == 0
    assert [row["sales"] for row in impute_and_scale(parsed, seen).collect()] == [10, 20, 60, 30, 30]


@pytest.mark.parametrize("sales", ["abc", "NaN", "Infinity", "1e999", "12,5", "--", " "])
def test_bad_sales_count_as_unparsed_and_get_the_mean(spark: SparkSession, sales: str) -> None:
    parsed = parse(text_frame(spark, [*GOOD, ("2013-01-04", "1", "1", sales)]))
    seen = measure(parsed, SOURCE)
    assert (seen.unparsed["sales"], seen.empty["sales"], seen.missing("sales")) == (1, 0, 1)
    assert impute_and_scale(parsed, seen).collect()[3]["sales"] == 30.0


def test_bad_dates_and_keys_become_null(spark: SparkSession) -> None:
    parsed = parse(text_frame(spark, [*GOOD, ("01/02/2013", "A7", "999999999999", "5")]))
    assert measure(parsed, SOURCE).unparsed == {"date": 1, "store": 1, "item": 1, "sales": 0}
    assert parsed.collect()[3][:4] == (None, None, None, 5.0)


def test_duplicate_rows_are_kept_as_the_classic_jobs_kept_them(spark: SparkSession) -> None:
    assert clean(text_frame(spark, [*GOOD, GOOD[0]])).count() == 4


def test_no_rows_are_refused(spark: SparkSession) -> None:
    with pytest.raises(JobDataError, match="has a header but no data rows"):
        measure(parse(text_frame(spark, [])), SOURCE)


def test_a_column_of_dates_in_another_format_is_refused(spark: SparkSession) -> None:
    rows = [("31.01.2013", "1", "1", "5"), ("01.02.2013", "1", "1", "7")]
    with pytest.raises(
        JobDataError, match=r"column 'date' that reads as date \(2 could not be read, 0 are empty\)"
    ):
        measure(parse(text_frame(spark, rows)), "s3://b/raw/x.csv")


def test_no_sales_at_all_are_refused(spark: SparkSession) -> None:
    with pytest.raises(JobDataError, match=r"none of the 2 rows .*\(1 could not be read"):
        measure(
            parse(text_frame(spark, [("2013-01-01", "1", "1", None), ("2013-01-01", "1", "1", "?")])), SOURCE
        )


@pytest.mark.parametrize("sales", [[7, 7, 7], [0, 3, 10, 17, 240], [-5.5, 0.1, 1e6]])
def test_scaled_values_are_those_of_min_max_scaler(spark: SparkSession, sales: list[float]) -> None:
    cleaned = clean(text_frame(spark, [("2013-01-01", "1", "1", str(value)) for value in sales]))
    assembled = VectorAssembler(inputCols=["sales"], outputCol="vector").transform(cleaned)
    scaled = MinMaxScaler(inputCol="vector", outputCol="scaled").fit(assembled).transform(assembled)
    for row in scaled.collect():
        assert row["sales_scaled_value"] == row["scaled"][0]


def test_describe_without_missing_sales_is_that_of_the_input(spark: SparkSession) -> None:
    parsed = parse(text_frame(spark, GOOD))
    seen = measure(parsed, SOURCE)
    assert seen.described == describe(impute_and_scale(parsed, seen), ("sales", "store", "item"))
    assert seen.described["sales"] == {
        "count": 3,
        "mean": 30.0,
        "stddev": pytest.approx(26.4575),
        "min": 10.0,
        "max": 60.0,
    }
    assert as_lines(seen.described)[1].split()[:3] == ["sales", "3", "30"]


LINES = "date,store,item,sales\n2013-01-01,1,1,10\n2013-01-02,1,1,20\n2013-01-03,1,2,60\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain.csv", LINES.encode()),
        ("bom.csv", b"\xef\xbb\xbf" + LINES.encode()),
        ("windows.csv", LINES.replace("\n", "\r\n").encode()),
        ("packed.csv.gz", gzip.compress(LINES.encode())),
        ("quoted.csv", LINES.replace("2013-01-01", '"2013-01-01"').encode()),
        ("blank-lines.csv", (LINES + "\n\n").encode()),
    ],
)
def test_files_of_every_kind_give_the_same_rows(
    spark: SparkSession, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    text = spark.read.option("header", True).csv((tmp_path / name).as_uri())
    assert_df_equality(parse(select_columns(text, SOURCE)).select(*SALES_SCHEMA.names), typed(spark, PARSED))


def test_an_empty_file_is_refused(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(JobDataError, match="is empty: it has no header line"):
        select_columns(spark.read.option("header", True).csv((tmp_path / "empty.csv").as_uri()), SOURCE)
