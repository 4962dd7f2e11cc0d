"""The real script on the sample."""

{{dateImport}}from pathlib import Path

import pytest
from pyspark.sql import SparkSession
from step_runner import run_script
from {{package}}.schema import ROWS, TOTALS_SCHEMA
from {{package}}.totals import totals

PIPELINE = Path(__file__).resolve().parents[1]
SAMPLE = PIPELINE / "samples" / "{{name}}.csv"


def test_rows_are_summed_up_by_{{group}}(spark: SparkSession) -> None:
    first, second = {{examples}}
    made = totals(spark.createDataFrame([first, second, first], ROWS.types))
    assert made.schema.names == TOTALS_SCHEMA.names
    assert sorted(row["row_count"] for row in made.collect()) == [1, 2]


def test_the_job_reports_its_rows(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = run_script(PIPELINE, "summarise", tmp_path, SAMPLE, monkeypatch)
    assert report["rows"] == {"in": {{sampleRows}}, "out": {{sampleGroups}}, "quarantined": 0}
