"""Helpers of the demand forecast's tests: places, and small frames."""

import json
import runpy
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from demand_forecast.schema import PROCESSED_SCHEMA
from pyspark.sql import DataFrame, SparkSession

PIPELINE = Path(__file__).resolve().parents[2]
GENERATOR = PIPELINE / "generator" / "generate.py"

RUN = "demand-forecast/run_id=r1"


def parameters(**changes: str) -> dict[str, str]:
    """The pipeline's run parameters with their defaults, as the orchestrator passes them, and changes."""
    declared = yaml.safe_load((PIPELINE / "pipeline.yml").read_text())["parameters"]
    defaults = {name: parameter["default"] for name, parameter in declared.items()}
    texts = {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in defaults.items()
    }
    return {**texts, **changes}


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
    """Run a job script as Glue does and return its report."""
    arguments = {
        "JOB_NAME": f"relay-{step}",
        "relay_run_id": "r1",
        "relay_step": step,
        "relay_attempt": "1",
        "pipeline": "demand-forecast",
        "input": source.as_uri(),
        "output_root": root.as_uri(),
        **parameters(variant="classic"),
        **changes,
    }
    monkeypatch.setattr(
        sys, "argv", [step, *(w for name, value in arguments.items() for w in (f"--{name}", value))]
    )
    runpy.run_path(str(PIPELINE / "jobs" / f"{step}.py"), run_name="__main__")
    report: dict[str, Any] = json.loads((root / "metrics" / RUN / f"{step}.json").read_text())
    return report
