"""The way of a batch's files into a pipeline: as one table, whatever the order of the columns in each."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from demand_forecast.cleaning import statistics_columns
from demand_forecast.schema import SALES_ROWS
from pyspark.sql import SparkSession
from relay_job import JobDataError, Quarantine, accept_rows
from relay_job.acceptance import Accepted
from relay_job.identity import identity_of_input

ONE = "date,store,item,sales\n2013-01-01,1,1,10\n2013-01-02,1,1,20\n"
OTHER = """Sales,promo,item,store,date
30,x,7,2,2013-01-03
many,y,7,2,2013-01-04
1,7,2,2013-01-05
50,z,7,2,2013-01-06
"""


def batch(folder: Path, files: dict[str, str | bytes]) -> str:
    for name, content in files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    listed = folder / "run.files.jsonl"
    listed.write_text("".join(json.dumps({"uri": (folder / name).as_uri()}) + "\n" for name in files))
    return listed.as_uri()


def accept(spark: SparkSession, folder: Path, source: str, limit: float = 1.0) -> Accepted:
    quarantine = Quarantine((folder / "quarantine").as_uri(), limit)
    return accept_rows(spark, source, SALES_ROWS, quarantine, statistics_columns())


def aside(folder: Path) -> list[dict[str, Any]]:
    lines = [line for part in (folder / "quarantine").glob("part-*.json") for line in part.open()]
    return sorted((json.loads(line) for line in lines), key=lambda row: (row["file"], row["line"]))


def rows_of(accepted: Accepted) -> list[tuple[str, int, int, float]]:
    rows = accepted.rows.collect()
    return sorted((row.date.isoformat(), row.store, row.item, row.sales) for row in rows)


def test_files_with_other_orders_of_columns_are_one_table(spark: SparkSession, tmp_path: Path) -> None:
    accepted = accept(spark, tmp_path, batch(tmp_path, {"one.csv": ONE, "other.csv": OTHER}))
    assert rows_of(accepted) == [
        ("2013-01-01", 1, 1, 10.0),
        ("2013-01-02", 1, 1, 20.0),
        ("2013-01-03", 2, 7, 30.0),
        ("2013-01-06", 2, 7, 50.0),
    ]
    assert accepted.counts().to_json() == {"in": 6, "out": 4, "quarantined": 2}
    assert accepted.measured["sales_max"] == 50.0


def test_a_row_put_aside_has_the_file_and_the_line_where_it_stands(
    spark: SparkSession, tmp_path: Path
) -> None:
    bad = {"a.csv": OTHER, "b.csv": f"{ONE}x,1,1,5\n", "c.csv": f"{ONE}2013-02-01,1,1,-5\n"}
    accept(spark, tmp_path, batch(tmp_path, bad))
    found = [(row["file"].rsplit("/", 1)[-1], row["line"], row["reason"]) for row in aside(tmp_path)]
    later = "a later row has the same date, store, item"
    assert found == [
        ("a.csv", 3, "sales is not a number"),
        ("a.csv", 4, "the row has more or fewer fields than the header"),
        ("b.csv", 2, later),
        ("b.csv", 3, later),
        ("b.csv", 4, "date is not a date as yyyy-mm-dd"),
        ("c.csv", 4, "sales is below 0"),
    ]


def test_a_failure_names_the_files(spark: SparkSession, tmp_path: Path) -> None:
    source = batch(tmp_path, {"one.csv": ONE, "other.csv": OTHER})
    with pytest.raises(
        JobDataError, match=r"First: line 3 of other\.csv \(sales is not a number\), line 4 of"
    ):
        accept(spark, tmp_path, source, limit=0.1)
    lacking = batch(tmp_path, {"one.csv": ONE, "short.csv": "date,store\n2013-01-01,1\n"})
    with pytest.raises(JobDataError, match=r"/short\.csv has no column item, sales"):
        accept(spark, tmp_path, lacking)


def test_files_of_every_kind_may_be_in_one_batch(spark: SparkSession, tmp_path: Path) -> None:
    days = {f"{day}.csv": f"date,store,item,sales\n2014-01-0{day},1,1,{day}\n" for day in (1, 2, 3)}
    files = {"plain.csv": days["1.csv"], "windows.csv": days["2.csv"].replace("\n", "\r\n")}
    packed = {"packed.csv.gz": gzip.compress(days["3.csv"].encode())}
    accepted = accept(spark, tmp_path, batch(tmp_path, {**files, **packed}))
    assert [sales for *_, sales in rows_of(accepted)] == [1.0, 2.0, 3.0]
    assert not accepted.quarantined


def test_a_list_without_files_is_refused(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(JobDataError, match=r"run\.files\.jsonl lists no files"):
        accept(spark, tmp_path, batch(tmp_path, {}))


def test_the_identity_of_a_batch_has_its_files(spark: SparkSession, tmp_path: Path) -> None:
    source = batch(tmp_path, {"one.csv": ONE, "other.csv": OTHER})
    found = identity_of_input(spark, source)
    one = {"uri": (tmp_path / "one.csv").as_uri(), "bytes": len(ONE), "etag": None, "version": None}
    other = {"uri": (tmp_path / "other.csv").as_uri(), "bytes": len(OTHER), "etag": None, "version": None}
    sizes = len(ONE) + len(OTHER)
    assert found == {"uri": source, "bytes": sizes, "etag": None, "version": None, "files": [one, other]}
    assert identity_of_input(spark, str(one["uri"])) == one
