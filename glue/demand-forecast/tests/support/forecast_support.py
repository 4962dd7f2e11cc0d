"""Helpers of the demand forecast's tests: places, and small frames."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import step_runner
from demand_forecast.schema import PROCESSED_SCHEMA
from pyspark.sql import DataFrame, SparkSession

PIPELINE = Path(__file__).resolve().parents[2]
GENERATOR = PIPELINE / "generator" / "generate.py"

RUN = "demand-forecast/run_id=r1"


def parameters(**changes: str) -> dict[str, str]:
    """The pipeline's run parameters with their defaults, as the orchestrator passes them, and changes."""
    return step_runner.parameters(PIPELINE, **changes)


Processed = tuple[date | None, int | None, int | None, float | None, float]


def processed_frame(spark: SparkSession, rows: Sequence[Processed]) -> DataFrame:
    """Rows as the clean job writes them."""
    return spark.createDataFrame(list(rows), PROCESSED_SCHEMA)


def text_frame(
    spark: SparkSession, rows: Sequence[Sequence[Any]], columns: str = "date store item sales"
) -> DataFrame:
    """Rows of text as they come out of a CSV file."""
    names = columns.split()
    return spark.createDataFrame(
        [tuple(row) for row in rows], ", ".join(f"`{name}` string" for name in names)
    )


def run_script(
    step: str, root: Path, source: Path, monkeypatch: pytest.MonkeyPatch, **changes: str
) -> dict[str, Any]:
    """Run a job script of the variant ``classic`` as Glue does and return its report."""
    return step_runner.run_script(
        PIPELINE, step, root, source, monkeypatch, **{"variant": "classic", **changes}
    )
