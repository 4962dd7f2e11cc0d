"""The way of a file into a pipeline: which rows fit, what is put aside and why, and when that is too much."""

import gzip
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from demand_forecast.cleaning import statistics_columns
from demand_forecast.schema import SALES_ROWS
from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql import functions as F
from pyspark.sql import types as T
from relay_job import ColumnRule, JobDataError, Quarantine, RowSchema, accept_rows
from relay_job.acceptance import Accepted
from relay_job.keys import distinct_keys
from relay_job.profile import outer_edge, profile
from relay_job.quarantine import located

HEADER = "date,store,item,sales"
GOOD = ["2013-01-01,1,1,10", "2013-01-02,1,1,20", "2013-01-03,1,2,60"]
ROWS = [(date(2013, 1, 1), 1, 1, 10.0), (date(2013, 1, 2), 1, 1, 20.0), (date(2013, 1, 3), 1, 2, 60.0)]


def accept(
    spark: SparkSession, folder: Path, content: str | bytes, limit: float = 1.0, name: str = "sales.csv"
) -> Accepted:
    path = folder / "raw" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    quarantine = Quarantine((folder / "quarantine").as_uri(), limit)
    return accept_rows(spark, path.as_uri(), SALES_ROWS, quarantine, statistics_columns())


def file(*lines: str, header: str = HEADER) -> str:
    return "\n".join([header, *lines]) + "\n"


def aside(folder: Path) -> list[dict[str, Any]]:
    parts = sorted((folder / "quarantine").glob("part-*.json"))
    rows = [json.loads(line) for part in parts for line in part.read_text().splitlines()]
    return sorted(rows, key=lambda row: row["line"])


def tuples(rows: DataFrame) -> list[tuple[Any, ...]]:
    return sorted(tuple(row) for row in rows.collect())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain.csv", file(*GOOD).encode()),
        ("bom.csv", b"\xef\xbb\xbf" + file(*GOOD).encode()),
        ("windows.csv", file(*GOOD).replace("\n", "\r\n").encode()),
        ("packed.csv.gz", gzip.compress(file(*GOOD).encode())),
        ("quoted.csv", file(*GOOD).replace("2013-01-01", '"2013-01-01"').encode()),
        ("blank-lines.csv", (file(*GOOD) + "\n\n").encode()),
        (
            "other-order.csv",
            file(
                "10,1,1,2013-01-01", "20,1,1,2013-01-02", "60,2,1,2013-01-03", header="Sales,ITEM,store,Date"
            ),
        ),
        (
            "more-columns.csv",
            file(*(f"{row},x,y" for row in GOOD), header=f"{HEADER},price,promo.flag"),
        ),
        ("unnamed-column.csv", file(*(f"{n},{row}" for n, row in enumerate(GOOD)), header=f",{HEADER}")),
        ("a-name-twice.csv", file(*(f"{row},x,y" for row in GOOD), header=f"{HEADER},note,note")),
        ("blank-first-line.csv", "\n" + file(*GOOD)),
        ("decimals.csv", file(*(row.replace(",1,1,", ",1.0,1,") for row in GOOD))),
    ],
)
def test_files_of_every_kind_give_the_same_rows(
    spark: SparkSession, tmp_path: Path, name: str, content: str | bytes
) -> None:
    accepted = accept(spark, tmp_path, content, name=name)
    assert tuples(accepted.rows) == ROWS
    assert (accepted.quarantined, accepted.measured["sales_mean"]) == (0, 30.0)
    assert all(check.passed for check in accepted.checks(SALES_ROWS))
    assert not (tmp_path / "quarantine").exists()


UNFIT = [
    ("31.01.2013,1,1,5", "date is not a date as yyyy-mm-dd"),
    (",1,1,5", "date is missing"),
    ("2013-01-04,A7,1,5", "store is not a whole number"),
    ("2013-01-04,1.5,1,5", "store is not a whole number"),
    ("2013-01-04,1,999999999999,5", "item is not a whole number"),
    ("2013-01-04,1,1,-5", "sales is below 0"),
    *((f"2013-01-04,1,1,{sales}", "sales is not a number") for sales in ("abc", "NaN", "Infinity", "1e999")),
    ('2013-01-04,1,1,"12,5"', "sales is not a number"),
    (",x,1,?", "date is missing; store is not a whole number; sales is not a number"),
    ("2013-01-04,1,1", "the row has more or fewer fields than the header"),
    ("2013-01-04,1,1,12,5", "the row has more or fewer fields than the header"),
]


def test_rows_that_do_not_fit_are_put_aside_with_reason_place_and_content(
    spark: SparkSession, tmp_path: Path
) -> None:
    accepted = accept(spark, tmp_path, file(GOOD[0], *(row for row, _ in UNFIT), *GOOD[1:]))
    assert tuples(accepted.rows) == ROWS
    assert accepted.measured["sales_mean"] == 30.0
    counts = {"in": len(UNFIT) + 3, "out": 3, "quarantined": len(UNFIT)}
    assert accepted.counts().to_json() == counts
    found = [(one["content"].replace('"', ""), one["reason"], one["line"]) for one in aside(tmp_path)]
    assert found == [(row.replace('"', ""), reason, n + 3) for n, (row, reason) in enumerate(UNFIT)]
    assert aside(tmp_path)[0]["file"].endswith("/raw/sales.csv")


def test_fields_are_counted_also_where_columns_are_left_out(spark: SparkSession, tmp_path: Path) -> None:
    shifted = ["2013-01-04,1,1,5", "2013-01-04,1,1,5,6,7,8"]
    header = "date,store,item,promo,sales,note"
    rows = [f"{day},{store},{item},p,{sales},n" for day, store, item, sales in (r.split(",") for r in GOOD)]
    accepted = accept(spark, tmp_path, file(*rows, *shifted, header=header))
    assert tuples(accepted.rows) == ROWS
    reason = "the row has more or fewer fields than the header"
    assert [(one["reason"], one["content"]) for one in aside(tmp_path)] == [(reason, row) for row in shifted]


def test_missing_sales_fit(spark: SparkSession, tmp_path: Path) -> None:
    accepted = accept(spark, tmp_path, file(*GOOD, "2013-01-04,1,1,"))
    assert (accepted.quarantined, accepted.measured["missing_sales"]) == (0, 1)


def test_of_rows_with_one_key_the_last_stays(spark: SparkSession, tmp_path: Path) -> None:
    accepted = accept(spark, tmp_path, file("2013-01-01,1,1,99", "2013-01-01,1,1,98", *GOOD))
    assert tuples(accepted.rows) == ROWS
    assert accepted.measured["sales_max"] == 60.0
    assert (accepted.duplicates, accepted.counts().quarantined) == (2, 2)
    assert [(one["line"], one["content"]) for one in aside(tmp_path)] == [
        (2, "2013-01-01,1,1,99"),
        (3, "2013-01-01,1,1,98"),
    ]
    assert aside(tmp_path)[0]["reason"] == "a later row has the same date, store, item"
    assert [check.passed for check in accepted.checks(SALES_ROWS)] == [True, True, True, False]


def test_too_many_rows_put_aside_fail_with_counts_places_and_no_content(
    spark: SparkSession, tmp_path: Path
) -> None:
    content = file(*GOOD, "secret,1,1,5", "2013-02-01,1,1,-1", GOOD[0])
    with pytest.raises(JobDataError) as raised:
        accept(spark, tmp_path, content, limit=0.4)
    message = str(raised.value)
    assert "3 of 6 rows (50.00%) do not fit, and max_quarantined_share allows 40.00%" in message
    assert "date is not a date as yyyy-mm-dd: 1; sales is below 0: 1; replaced by a later row: 1" in message
    assert "First: line 2 (a later row has the same date, store, item), line 5 (date is not a date" in message
    assert "secret" not in message
    assert len(aside(tmp_path)) == 3


def test_no_row_that_fits_fails_whatever_the_limit(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(JobDataError, match="none of the 2 rows fits: date is not a date as yyyy-mm-dd: 2"):
        accept(spark, tmp_path, file("31.01.2013,1,1,5", "01.02.2013,1,1,7"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            file("2013-01-01,1,3", header="date,shop,sales"),
            "has no column store, item; its header is: date, shop",
        ),
        (file(), "has a header but no data rows"),
        ("", "is empty: it has no header line"),
    ],
)
def test_files_without_columns_or_rows_are_refused(
    spark: SparkSession, tmp_path: Path, content: str, message: str
) -> None:
    with pytest.raises(JobDataError, match=message):
        accept(spark, tmp_path, content)


def test_lines_are_right_where_a_file_is_read_in_pieces(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "long.csv").write_text(file(*(f"{number}" for number in range(2, 5000)), header="number"))
    before = spark.conf.get("spark.sql.files.maxPartitionBytes")
    spark.conf.set("spark.sql.files.maxPartitionBytes", "3000")
    try:
        raw = spark.read.option("header", True).csv((tmp_path / "long.csv").as_uri())
        assert raw.rdd.getNumPartitions() > 5
        wrong = located(raw).where(F.col("number").cast("long") != F.col("line"))
        assert (wrong.count(), located(raw).count()) == (0, 4998)
    finally:
        spark.conf.set("spark.sql.files.maxPartitionBytes", str(before))


def test_allowed_values_and_bounds_are_checked(spark: SparkSession, tmp_path: Path) -> None:
    schema = RowSchema(
        (
            ColumnRule("channel", T.StringType(), allowed=("web", "shop")),
            ColumnRule("share", T.DoubleType(), least=0, greatest=1),
            ColumnRule("since", T.DateType(), required=False, least=date(2000, 1, 1)),
        )
    )
    (tmp_path / "x.csv").write_text(
        "channel,share,since\nweb,0.5,2001-01-01\nshop,1,\nfax,1,\nweb,1.5,1999-12-31\n"
    )
    to = Quarantine((tmp_path / "quarantine").as_uri(), 1.0)
    accepted = accept_rows(spark, (tmp_path / "x.csv").as_uri(), schema, to, [F.max("share").alias("most")])
    assert accepted.tally.by_reason == {
        "channel is not one of web, shop": 1,
        "share is above 1": 1,
        "since is below 2000-01-01": 1,
    }
    assert (accepted.tally.unfit, accepted.rows.count(), accepted.measured["most"]) == (2, 2, 1.0)


@pytest.mark.parametrize("key", [("day", "number"), ("number", "day"), ("name",), ("name", "number")])
def test_distinct_keys_are_counted_exactly(spark: SparkSession, key: tuple[str, ...]) -> None:
    start = date(1969, 10, 1)
    rows = [(start + timedelta(days=n * 7 % 200), n % 130 - 65, f"name {n % 11}") for n in range(500)]
    frame = spark.createDataFrame(
        [*rows, *rows[:50], (None, None, None)], "day date, number int, name string"
    )
    assert distinct_keys(frame, key) == frame.select(*key).distinct().count()


def test_a_profile_has_bins_whose_edges_do_not_depend_on_the_data(spark: SparkSession) -> None:
    rows = [
        Row(date=date(2013, 1 + n % 4, 1), store=n % 3, item=n, sales=sales)
        for n, sales in enumerate([0.0, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 20.5, 240.0, None, -7.0, 0.15])
    ]
    columns = {
        one.column: one for one in profile(spark.createDataFrame(rows, SALES_ROWS.types), SALES_ROWS, 12)
    }
    assert [(one.label, one.upper, one.count) for one in columns["sales"].bins] == [
        ("[-10, -5)", -5.0, 1),
        ("0", 0.0, 1),
        ("(0.1, 0.2]", 0.2, 1),
        ("(0.5, 1]", 1.0, 1),
        ("(1, 2]", 2.0, 1),
        ("(2, 5]", 5.0, 2),
        ("(5, 10]", 10.0, 1),
        ("(10, 20]", 20.0, 1),
        ("(20, 50]", 50.0, 1),
        ("(200, 500]", 500.0, 1),
    ]
    assert (columns["sales"].missing, columns["sales"].rows) == (1, 12)
    assert [(one.label, one.upper, one.count) for one in columns["date"].bins] == [
        ("2013-Q1", None, 9),
        ("2013-Q2", None, 3),
    ]
    assert [(one.label, one.count) for one in columns["store"].bins] == [("0", 4), ("1", 4), ("2", 4)]


def test_a_profile_names_the_most_frequent_values_and_counts_the_others(spark: SparkSession) -> None:
    schema = RowSchema((ColumnRule("name", T.StringType(), required=False),))
    names = [*(f"n{n:03}" for n in range(60)), "n059", None]
    found = profile(spark.createDataFrame([(name,) for name in names], schema.types), schema, 62)[0]
    assert len(found.bins) == 51
    assert (found.bins[-1].label, found.bins[-1].count, found.missing) == ("other", 10, 1)
    assert {"n059": 2, "n048": 1}.items() <= {one.label: one.count for one in found.bins}.items()


def test_an_edge_is_never_below_the_size_of_its_value(spark: SparkSession) -> None:
    values = [
        sign * lead * 10.0**power
        for sign in (1, -1)
        for lead in (1, 1.01, 2, 3, 5, 9.99)
        for power in range(-3, 9)
    ]
    rows = spark.createDataFrame([(value,) for value in values], "value double")
    for row in rows.select("value", outer_edge(F.col("value")).alias("edge")).collect():
        assert abs(row["edge"]) >= abs(row["value"]) * (1 - 1e-12)
        assert abs(row["edge"]) < abs(row["value"]) * 2.5 * (1 + 1e-12)
