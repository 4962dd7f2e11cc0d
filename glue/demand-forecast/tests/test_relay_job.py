"""The shared job package: arguments, layout, report, files, the header."""

import json
import math
import sys
from pathlib import Path
from typing import Any

import awsglue.job
import pytest
from awsglue.utils import getResolvedOptions
from pyspark.sql import SparkSession
from relay_job import (
    Baseline,
    Check,
    JobArgumentError,
    JobArguments,
    JobContext,
    JobReport,
    ModelEvaluation,
    RowCounts,
    RunLayout,
    run_job,
)
from relay_job.arguments import FailedStep, parse_arguments
from relay_job.files import write_csv_rows, write_json, write_single_csv, write_text
from relay_job.profile import Bin, ColumnProfile
from relay_job.runner import together

ARGUMENTS = {
    "JOB_NAME": "job",
    "relay_run_id": "r1",
    "relay_step": "clean",
    "relay_attempt": "2",
    "pipeline": "demand-forecast",
    "input": "s3://bucket/raw/sales.csv",
    "output_root": "s3://bucket/",
    "variant": "classic",
    "tuned": "true",
}


def argv(**changes: str | None) -> list[str]:
    words = {name: value for name, value in {**ARGUMENTS, **changes}.items() if value is not None}
    return ["script.py", *(word for name, value in words.items() for word in (f"--{name}", value))]


def parsed(**changes: str | None) -> JobArguments:
    return parse_arguments(argv(**changes), ("variant", "tuned"), getResolvedOptions)


def test_arguments_become_typed_values() -> None:
    arguments = parsed()
    assert (arguments.run_id, arguments.step, arguments.attempt) == ("r1", "clean", 2)
    assert arguments.output_root == "s3://bucket"
    assert arguments.flag("tuned") is True
    assert parsed(tuned="0.05").share("tuned") == 0.05
    assert arguments.variant(("classic",)) == "classic"


def test_a_catch_branch_is_told_what_failed() -> None:
    assert parsed().failed_steps == []
    failed = '[{"step": "clean", "attempt": 3, "error": "JobDataError: 日本, [x] --y"}]'
    assert parsed(relay_failed_steps=failed).failed_steps == [
        FailedStep("clean", 3, "JobDataError: 日本, [x] --y")
    ]
    for wrong in ("no", "[1]", '[{"step": "clean"}]'):
        with pytest.raises(JobArgumentError, match="JSON list of step, attempt and error"):
            parsed(relay_failed_steps=wrong)


def test_arguments_of_other_steps_are_ignored() -> None:
    assert parsed(horizon="28").parameters.keys() == {"variant", "tuned"}


def test_missing_arguments_are_all_named() -> None:
    with pytest.raises(JobArgumentError, match=r"missing job argument\(s\) --relay_step, --tuned"):
        parsed(relay_step=None, tuned=None)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("relay_attempt", "0", "number from 1"),
        ("relay_attempt", "x", "number from 1"),
        ("input", " ", "empty job arg"),
    ],
)
def test_wrong_values_are_refused(name: str, value: str, message: str) -> None:
    with pytest.raises(JobArgumentError, match=message):
        parsed(**{name: value})


def test_wrong_parameters_are_refused_when_used() -> None:
    with pytest.raises(JobArgumentError, match="--tuned is 'yes', but must be true or false"):
        parsed(tuned="yes").flag("tuned")
    for share in ("much", "-0.1", "1.5", "nan"):
        with pytest.raises(JobArgumentError, match="must be a number from 0 to 1"):
            parsed(tuned=share).share("tuned")
    with pytest.raises(JobArgumentError, match="knows only: classic"):
        parsed(variant="best").variant(("classic",))
    with pytest.raises(JobArgumentError, match="was not read by this job"):
        parsed().text("horizon")


def test_layout_keeps_a_run_under_its_own_id() -> None:
    layout = RunLayout("s3://bucket", "demand-forecast", "r1")
    assert layout.area("eda") == "s3://bucket/eda/demand-forecast/run_id=r1"
    assert layout.report("clean") == "s3://bucket/metrics/demand-forecast/run_id=r1/clean.json"
    with pytest.raises(ValueError, match="unknown area 'raw'"):
        layout.area("raw")


def model(**changes: Any) -> ModelEvaluation:
    values: dict[str, Any] = {
        "model": "linear-regression",
        "variant": "classic",
        "split": "random-70-30-seed-42",
        "metrics": {"rmse": 8.5},
        "train_rows": 7,
        "test_rows": 3,
    }
    return ModelEvaluation(**{**values, **changes})


def report(**changes: Any) -> JobReport:
    values: dict[str, Any] = {
        "pipeline": "demand-forecast",
        "run_id": "r1",
        "step": "train",
        "attempt": 1,
        "variant": "classic",
        "rows": RowCounts(10, 9, 1),
    }
    return JobReport(**{**values, **changes})


def test_a_report_is_schema_version_1() -> None:
    full = report(
        checks=[Check("columns present", True, "date")],
        models=[model(hyperparameters={"numTrees": 50}, baseline=Baseline("lag-7", {"rmse": 11.5}))],
        outputs={"models": "s3://bucket/models"},
        durations={"fit": 1.23456},
        profile=[ColumnProfile("sales", 1, 10, [Bin("(5, 10]", 10.0, 9)])],
    )
    assert json.loads(full.to_text()) == {
        "schemaVersion": 1,
        "pipeline": "demand-forecast",
        "runId": "r1",
        "step": "train",
        "attempt": 1,
        "variant": "classic",
        "rows": {"in": 10, "out": 9, "quarantined": 1},
        "checks": [{"name": "columns present", "passed": True, "detail": "date"}],
        "models": [
            {
                "model": "linear-regression",
                "variant": "classic",
                "split": "random-70-30-seed-42",
                "metrics": {"rmse": 8.5},
                "baseline": {"name": "lag-7", "metrics": {"rmse": 11.5}},
                "hyperparameters": {"numTrees": 50},
                "rows": {"train": 7, "test": 3},
            }
        ],
        "outputs": {"models": "s3://bucket/models"},
        "durations": {"fit": 1.235},
        "profile": [
            {
                "column": "sales",
                "missing": 1,
                "rows": 10,
                "bins": [{"label": "(5, 10]", "upper": 10.0, "count": 9}],
            }
        ],
    }


@pytest.mark.parametrize(
    "make",
    [
        lambda: RowCounts(-1, 0),
        lambda: RowCounts(1.5, 0),  # type: ignore[arg-type]
        lambda: Check(" ", True, ""),
        lambda: Baseline("naive", {"rmse": math.inf}),
        lambda: model(metrics={"rmse": math.nan}),
        lambda: model(metrics={}),
        lambda: model(split=""),
        lambda: model(test_rows=-3),
        lambda: model(hyperparameters={"alpha": math.nan}),
        lambda: report(attempt=0),
        lambda: report(run_id=""),
        lambda: report(durations={"fit": math.nan}),
        lambda: report(outputs={"models": ""}),
        lambda: report(models=[model(), model()]),
    ],
)
def test_values_outside_the_schema_are_refused(make: Any) -> None:
    with pytest.raises(ValueError):
        make()


def test_small_files_are_written_and_replaced(spark: SparkSession, tmp_path: Path) -> None:
    folder = (tmp_path / "new").as_uri()
    write_text(spark, f"{folder}/note.txt", "first, and longer")
    write_text(spark, f"{folder}/note.txt", "zweite ä\n")
    write_csv_rows(spark, f"{folder}/table.csv", ("key", "value"), [("a,b", 1.5), (None, 2)])
    assert (tmp_path / "new/note.txt").read_text("utf-8") == "zweite ä\n"
    assert (tmp_path / "new/table.csv").read_text() == 'key,value\n"a,b",1.5\n,2\n'
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json(spark, f"{folder}/bad.json", {"x": math.nan})
    assert not (tmp_path / "new/bad.json").exists()


@pytest.mark.parametrize("rows", [0, 3])
def test_a_single_csv_is_one_file_with_a_header_and_nothing_beside_it(
    spark: SparkSession, tmp_path: Path, rows: int
) -> None:
    for _ in range(2):
        write_single_csv(spark.range(rows).repartition(2), f"{tmp_path.as_uri()}/numbers.csv")
    assert [path.name for path in tmp_path.iterdir() if not path.name.endswith(".crc")] == ["numbers.csv"]
    lines = (tmp_path / "numbers.csv").read_text().splitlines()
    assert (lines[0], sorted(lines[1:])) == ("id", [str(n) for n in range(rows)])


def test_actions_run_together_and_the_first_error_is_raised() -> None:
    done: list[int] = []

    def fail() -> None:
        raise KeyError("first")

    with pytest.raises(KeyError, match="first"):
        together(fail, lambda: done.append(1))
    assert done == [1]


def watch_glue(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The calls to Glue's job from now on."""
    events: list[str] = []
    monkeypatch.setattr(awsglue.job.Job, "init", lambda _, name, args: events.append(f"init {name}"))
    monkeypatch.setattr(awsglue.job.Job, "commit", lambda _: events.append("commit"))
    return events


def test_a_job_writes_its_report_last_and_commits(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def step(context: JobContext) -> JobReport:
        with context.timed("work"):
            assert not list(tmp_path.rglob("*.json"))
        return context.report("classic", RowCounts(1, 1), {"here": "file:///x"})

    events = watch_glue(monkeypatch)
    monkeypatch.setattr(sys, "argv", argv(output_root=tmp_path.as_uri()))
    run_job(step)
    written = json.loads((tmp_path / "metrics/demand-forecast/run_id=r1/clean.json").read_text())
    assert (written["attempt"], written["outputs"], written["checks"]) == (2, {"here": "file:///x"}, [])
    assert written["durations"].keys() == {"work", "total"}
    assert events == ["init job", "commit"]


def test_a_job_that_fails_writes_no_report(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def step(context: JobContext) -> JobReport:
        raise RuntimeError("no")

    events = watch_glue(monkeypatch)
    monkeypatch.setattr(sys, "argv", argv(output_root=tmp_path.as_uri()))
    with pytest.raises(RuntimeError, match="no"):
        run_job(step)
    assert not list(tmp_path.rglob("*.json"))
    assert events == ["init job"]
