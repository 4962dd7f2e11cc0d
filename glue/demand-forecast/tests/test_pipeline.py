"""The four real scripts, one after the other, on a small file."""

import csv
import gzip
import json
import runpy
from pathlib import Path
from typing import Any

import pytest
from demand_forecast.schema import FEATURES_SCHEMA, PROCESSED_SCHEMA
from forecast_support import GENERATOR, RUN, run_script
from pyspark.ml.regression import LinearRegressionModel, RandomForestRegressionModel
from pyspark.sql import SparkSession
from relay_job import JobArgumentError, JobDataError

STORES, ITEMS, DAYS = 2, 3, 120
ROWS = STORES * ITEMS * DAYS


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("raw") / "sales.csv"
    main = runpy.run_path(str(GENERATOR))["main"]
    main(["--out", str(path), "--stores", str(STORES), "--items", str(ITEMS), "--end", "2013-04-30"])
    return path


@pytest.fixture(scope="module")
def done(
    spark: SparkSession, source: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Any]]:
    """The output root and the reports of a whole run."""
    root = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        reports = {
            step: run_script(step, root, source, patch) for step in ("clean", "explore", "features", "train")
        }
    return root, reports


def test_every_step_reports(done: tuple[Path, dict[str, Any]]) -> None:
    root, reports = done
    for step, report in reports.items():
        assert (report["schemaVersion"], report["runId"], report["step"], report["attempt"]) == (
            1,
            "r1",
            step,
            1,
        )
        assert report["rows"] == {"in": ROWS, "out": ROWS, "quarantined": 0}
        assert report["variant"] == "classic"
        assert report["durations"]["total"] > 0
        for address in report["outputs"].values():
            assert address.startswith(root.as_uri())
            assert Path(address.removeprefix("file://")).exists(), address


def test_clean_writes_processed_rows_and_two_csv_files(
    spark: SparkSession, done: tuple[Path, dict[str, Any]]
) -> None:
    root, reports = done
    processed = spark.read.parquet(str(root / "processed" / RUN))
    assert [(f.name, f.dataType) for f in processed.schema] == [
        (f.name, f.dataType) for f in PROCESSED_SCHEMA
    ]
    training = root / "training" / RUN
    assert sorted(path.name for path in training.iterdir() if path.suffix != ".crc") == [
        "test.csv",
        "train.csv",
    ]
    parts = {
        name: list(csv.reader((training / name).read_text().splitlines()))
        for name in ("train.csv", "test.csv")
    }
    assert {tuple(rows[0]) for rows in parts.values()} == {tuple(PROCESSED_SCHEMA.names)}
    assert sum(len(rows) - 1 for rows in parts.values()) == ROWS
    assert 0.7 < (len(parts["train.csv"]) - 1) / ROWS < 0.9
    assert [check["passed"] for check in reports["clean"]["checks"]] == [True] * 5
    profiled = {column["column"]: column for column in reports["clean"]["profile"]}
    assert list(profiled) == ["date", "store", "item", "sales"]
    assert all(sum(one["count"] for one in column["bins"]) == ROWS for column in profiled.values())


def test_the_csv_split_is_that_of_random_split(
    spark: SparkSession, done: tuple[Path, dict[str, Any]]
) -> None:
    root, _ = done
    processed = spark.read.parquet(str(root / "processed" / RUN))
    train, _ = processed.randomSplit([0.8, 0.2], seed=42)
    assert len((root / "training" / RUN / "train.csv").read_text().splitlines()) - 1 == train.count()


def test_explore_writes_small_files(done: tuple[Path, dict[str, Any]]) -> None:
    folder = done[0] / "eda" / RUN
    assert [row[0] for row in csv.reader((folder / "monthly_sales.csv").read_text().splitlines())] == [
        "year_month",
        "2013-01",
        "2013-02",
        "2013-03",
        "2013-04",
    ]
    totals = [
        float(row["total_sales"])
        for row in csv.DictReader((folder / "item_totals.csv").read_text().splitlines())
    ]
    assert len(totals) == ITEMS
    assert totals == sorted(totals, reverse=True)
    assert len((folder / "store_average.csv").read_text().splitlines()) == 1 + STORES
    first = json.loads((folder / "first_rows.json").read_text())
    assert len(first) == 5
    assert first[0]["date"] == "2013-01-01"
    assert json.loads((folder / "sales_summary.json").read_text())["count"] == ROWS
    assert json.loads((folder / "missing.json").read_text())["sales"] == 0
    assert json.loads((folder / "correlation.json").read_text())["item"]["item"] == 1.0
    assert f">{ROWS}<" in (folder / "report.html").read_text()
    assert json.loads((folder / "schema.json").read_text())[0] == {"name": "date", "type": "date"}


def test_features_are_written_row_for_row(spark: SparkSession, done: tuple[Path, dict[str, Any]]) -> None:
    made = spark.read.parquet(str(done[0] / "features" / RUN))
    assert [(f.name, f.dataType) for f in made.schema] == [(f.name, f.dataType) for f in FEATURES_SCHEMA]
    assert made.count() == ROWS


def test_train_saves_models_predictions_and_errors(
    spark: SparkSession, done: tuple[Path, dict[str, Any]]
) -> None:
    root, reports = done
    models = {model["model"]: model for model in reports["train"]["models"]}
    assert models.keys() == {"linear-regression", "random-forest"}
    for name, model in models.items():
        assert 0 < model["metrics"]["rmse"] < 40
        assert model["split"] == "random-70-30-seed-42"
        assert model["baseline"] is None
        assert sum(model["rows"].values()) == ROWS
        predictions = spark.read.parquet(str(root / "predictions" / RUN / name))
        assert predictions.columns == ["features", "actual_sales", "predicted_sales"]
        assert predictions.count() == model["rows"]["test"]
    page = Path(reports["train"]["outputs"]["report"].removeprefix("file://")).read_text()
    best = min(models, key=lambda name: models[name]["metrics"]["rmse"])
    assert f"<h1>Evaluation: {best}</h1>" in page
    assert f">{models[best]['metrics']['rmse']:.3f}<" in page
    folder = f"{root.as_uri()}/models/{RUN}"
    assert LinearRegressionModel.load(f"{folder}/linear-regression").numFeatures == 8
    assert RandomForestRegressionModel.load(f"{folder}/random-forest").getNumTrees == 50


def test_repeats_train_with_other_seeds_and_leave_the_first_as_it_was(
    done: tuple[Path, dict[str, Any]], source: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    root, reports = done
    (tmp_path / "features").symlink_to(root / "features")
    repeated = run_script("train", tmp_path, source, monkeypatch, repeats="2")["models"]
    for before, model in zip(reports["train"]["models"], repeated, strict=True):
        errors = [model["metrics"][f"rmse_repeat_{number}"] for number in (1, 2)]
        assert errors[0] == model["metrics"]["rmse"] == before["metrics"]["rmse"]
        assert errors[1] != errors[0]


def test_a_second_attempt_replaces_the_first(
    spark: SparkSession, done: tuple[Path, dict[str, Any]], source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, _ = done
    before = (root / "training" / RUN / "train.csv").read_bytes()
    report = run_script("clean", root, source, monkeypatch, relay_attempt="2")
    assert report["attempt"] == 2
    assert (root / "training" / RUN / "train.csv").read_bytes() == before
    assert spark.read.parquet(str(root / "processed" / RUN)).count() == ROWS


def test_clean_puts_unfit_rows_aside_and_fills_gaps(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = tmp_path / "sales.csv.gz"
    lines = [
        "sales,extra,item,store,date",
        "10,x,1,1,2013-01-01",
        ",x,1,1,2013-01-02",
        "oops,x,1,1,2013-01-03",
        "20,x,1,2,2013-01-01",
    ]
    packed.write_bytes(gzip.compress("\n".join(lines).encode()))
    report = run_script("clean", tmp_path / "out", packed, monkeypatch, max_quarantined_share="0.25")
    assert report["rows"] == {"in": 4, "out": 3, "quarantined": 1}
    checks = {check["name"]: check for check in report["checks"]}
    assert checks["no empty values"] == {"name": "no empty values", "passed": False, "detail": "sales: 1"}
    assert checks["all rows fit the schema"]["detail"] == "sales is not a number: 1"
    assert report["outputs"]["quarantine"].endswith(f"out/quarantine/{RUN}")
    processed = spark.read.parquet(str(tmp_path / "out/processed" / RUN)).collect()
    assert sorted(row["sales"] for row in processed) == [10.0, 15.0, 20.0]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("date,store,sales\n2013-01-01,1,1\n", "no column item"),
        ("date,store,item,sales\n", "no data rows"),
        ("date,store,item,sales\n2013-01-01,1,1,x\n2013-01-02,1,1,2\n", r"1 of 2 rows \(50.00%\)"),
    ],
)
def test_clean_refuses_unfit_files_and_leaves_no_report(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, message: str
) -> None:
    (tmp_path / "sales.csv").write_text(content)
    with pytest.raises(JobDataError, match=message):
        run_script("clean", tmp_path / "out", tmp_path / "sales.csv", monkeypatch)
    assert not list(tmp_path.rglob("clean.json"))
    assert not (tmp_path / "out/processed").exists()


def test_an_unknown_variant_is_refused(
    spark: SparkSession, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(JobArgumentError, match="knows only: forecast, classic"):
        run_script("clean", tmp_path, source, monkeypatch, variant="honest")
