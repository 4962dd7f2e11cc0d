"""The real scripts, one after the other, on a small export."""

import csv
import json
from pathlib import Path

import pytest
from customer_churn.averages import average_by_country
from customer_churn.schema import AVERAGES_SCHEMA, CUSTOMERS_SCHEMA
from generate_customers import Shape, main, write
from pyspark.sql import SparkSession
from relay_job import JobDataError
from step_runner import RUN_ID, run_script

PIPELINE = Path(__file__).resolve().parents[1]
RUN = f"customer-churn/run_id={RUN_ID}"
SAMPLE = PIPELINE / "samples" / "customers.csv"


def test_clean_then_average(spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clean = run_script(PIPELINE, "clean", tmp_path, SAMPLE, monkeypatch)
    assert clean["rows"] == {"in": 209, "out": 200, "quarantined": 9}
    assert {column["column"] for column in clean["profile"]}.isdisjoint({"CustomerID", "Name"})
    averages = run_script(PIPELINE, "average_by_country", tmp_path, SAMPLE, monkeypatch)
    assert averages["rows"] == {"in": 200, "out": 5, "quarantined": 0}

    table = spark.read.parquet(str(tmp_path / "eda" / RUN / "average_by_country"))
    assert [(f.name, f.dataType) for f in table.schema] == [(f.name, f.dataType) for f in AVERAGES_SCHEMA]
    written = list(
        csv.reader((tmp_path / "eda" / RUN / "average_by_country.csv").read_text("utf-8").splitlines())
    )
    assert written[0] == AVERAGES_SCHEMA.names
    assert [(name, float(mean), int(count)) for name, mean, count in written[1:]] == [
        tuple(row) for row in table.orderBy("country").collect()
    ]


def test_averages_are_those_of_each_country(spark: SparkSession) -> None:
    def customer(number: int, country: str, spent: float) -> tuple[object, ...]:
        return (f"C{number}", None, None, None, None, country, None, None, 1, spent, False)

    rows = [customer(1, "Perú", 1.0), customer(2, "日本", 5.0), customer(3, "Perú", 2.0)]
    found = average_by_country(spark.createDataFrame(rows, CUSTOMERS_SCHEMA))
    assert [tuple(row) for row in found.collect()] == [("Perú", 1.5, 2), ("日本", 5.0, 1)]


def test_a_failure_is_reported_with_its_error_and_the_rows_put_aside(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "bad.csv"
    write(Shape(rows=10, bad=4), source)
    with pytest.raises(JobDataError, match="4 of 14 rows") as failed:
        run_script(PIPELINE, "clean", tmp_path, source, monkeypatch)
    steps = json.dumps([{"step": "clean", "attempt": 3, "error": str(failed.value)}])
    run_script(PIPELINE, "report_failure", tmp_path, source, monkeypatch, relay_failed_steps=steps)
    document = json.loads((tmp_path / "eda" / RUN / "failure.json").read_text("utf-8"))
    assert document["failed"] == json.loads(steps)
    assert sum(document["quarantinedRowsByReason"].values()) == 4


def test_a_failure_before_any_row_was_read_is_reported_too(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = run_script(PIPELINE, "report_failure", tmp_path, SAMPLE, monkeypatch)
    assert list(report["outputs"]) == ["failure"]


def test_the_generator_gives_the_same_bytes_again(tmp_path: Path) -> None:
    main(["--out", str(tmp_path / "customers.csv"), "--rows", "200", "--bad", "4", "--corrections", "5"])
    assert (tmp_path / "customers.csv").read_bytes() == SAMPLE.read_bytes()
