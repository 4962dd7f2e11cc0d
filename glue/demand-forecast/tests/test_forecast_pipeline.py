"""The variant ``forecast``: its real scripts, one after the other, on a small file."""

import csv
import json
import runpy
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from forecast_support import GENERATOR, RUN, run_script
from pyspark.sql import SparkSession
from relay_job import JobArgumentError, JobDataError
from series import SMALL

STORES, ITEMS, HORIZON = 2, 3, 30
DAYS = (date(2016, 12, 31) - date(2014, 1, 1)).days + 1
QUICK = {
    "variant": "forecast",
    "horizon": str(HORIZON),
    **{name.replace("-", "_"): text for name, text in SMALL.items()},
}
STEPS = ("clean", "features", "train", "score")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("raw") / "sales.csv"
    main = runpy.run_path(str(GENERATOR))["main"]
    main(["--out", str(path), "--stores", str(STORES), "--items", str(ITEMS), "--start", "2014-01-01",
          "--end", "2016-12-31"])  # fmt: skip
    return path


@pytest.fixture(scope="module")
def done(
    spark: SparkSession, source: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Any]]:
    root = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        return root, {step: run_script(step, root, source, patch, **QUICK) for step in STEPS}


def forecast_of(root: Path) -> list[dict[str, str]]:
    with (root / "predictions" / RUN / "forecast.csv").open() as file:
        return list(csv.DictReader(file))


def test_the_report_has_every_model_best_first_against_the_baseline(done: tuple[Path, Any]) -> None:
    report = done[1]["train"]
    models = {model["model"]: model for model in report["models"]}
    assert models.keys() == {*SMALL, "ensemble", "seasonal-naive-364"}
    errors = [model["metrics"]["rmse"] for model in report["models"]]
    assert errors == sorted(errors)
    for model in report["models"]:
        assert model["split"] == "rolling-origin-3x30"
        assert model["rows"] == {"train": STORES * ITEMS * DAYS, "test": STORES * ITEMS * 3 * HORIZON}
        assert model["baseline"]["name"] == "seasonal-naive-364"
        assert {"rmse", "mae", "smape", "bias", "r2", "noise_floor", "coverage_80"} <= model["metrics"].keys()
    best = report["models"][0]["metrics"]
    assert best["improvement"] > 0.2
    assert 0.7 < best["coverage_80"] < 0.95
    assert {check["name"]: check["passed"] for check in report["checks"]} == {
        "backtest as asked": True,
        "no leak in the features": True,
        "error near the noise floor": True,
        "better than seasonal naive": True,
    }
    assert models["random-forest"]["hyperparameters"] == {
        "rows": 1000, "n_estimators": 4, "min_samples_leaf": 5, "seed": 42,
    }  # fmt: skip


def test_outputs_are_where_the_report_says(done: tuple[Path, Any]) -> None:
    root, reports = done
    for report in reports.values():
        for address in report["outputs"].values():
            assert address.startswith(root.as_uri())
            assert Path(address.removeprefix("file://")).exists(), address
    page = Path(reports["train"]["outputs"]["report"].removeprefix("file://")).read_text()
    assert "<svg" in page
    by_store = pd.read_csv(root / "models" / RUN / "evaluation" / "by_store.csv")
    assert set(by_store["store"]) == {1, 2}
    assert by_store["rmse"].notna().all()


def test_the_forecast_is_of_every_series_and_day(spark: SparkSession, done: tuple[Path, Any]) -> None:
    root, reports = done
    rows = forecast_of(root)
    assert list(rows[0]) == ["date", "store", "item", "mean", "p10", "p50", "p90"]
    assert (rows[0]["date"], rows[-1]["date"]) == ("2017-01-01", "2017-01-30")
    assert len({(row["date"], row["store"], row["item"]) for row in rows}) == STORES * ITEMS * HORIZON
    assert all(float(row["p10"]) <= float(row["p50"]) <= float(row["p90"]) for row in rows)
    table = spark.read.parquet(str(root / "predictions" / RUN / "forecast"))
    assert table.dtypes[:4] == [("date", "date"), ("store", "int"), ("item", "int"), ("mean", "double")]
    assert table.where("month = '2017-01'").count() == len(rows) == reports["score"]["rows"]["out"]


def test_the_models_description_says_what_it_was_made_of(done: tuple[Path, Any], source: Path) -> None:
    root, reports = done
    about = json.loads((root / "models" / RUN / "champion/group-0/model.json").read_text())
    assert about["trainedOn"] == {"first": "2014-01-01", "last": "2016-12-31"}
    assert about["data"]["bytes"] == source.stat().st_size
    assert (about["data"]["rows"], len(about["data"]["checksum"])) == (STORES * ITEMS * DAYS, 64)
    assert about["metrics"]["rmse"] == reports["train"]["models"][0]["metrics"]["rmse"]
    assert about["schema"] == {"date": "date", "store": "int", "item": "int", "sales": "float"}
    assert {"python", "numpy", "scikit-learn", "skops"} <= about["versions"].keys()


def test_scoring_again_with_the_saved_model_gives_the_same_bytes(
    done: tuple[Path, Any], source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, _ = done
    file = root / "predictions" / RUN / "forecast.csv"
    before = file.read_bytes()
    report = run_script("score", root, source, monkeypatch, **QUICK, model_run="r1", relay_attempt="2")
    assert file.read_bytes() == before
    assert report["checks"][0] == {
        "name": "model of this data", "passed": True, "detail": "trained on this very data",
    }  # fmt: skip


def test_spread_over_workers_it_is_about_as_good_and_as_complete(
    spark: SparkSession, done: tuple[Path, Any], source: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    root, reports = done
    (tmp_path / "features").symlink_to(root / "features")
    spread = {**QUICK, "single_node_rows": "4000", "models": "poisson-glm", "ensemble": "poisson-glm"}
    train = run_script("train", tmp_path, source, monkeypatch, **spread)
    assert json.loads((tmp_path / "models" / RUN / "champion/groups.json").read_text()) == {"groups": 2}
    alone = next(m for m in reports["train"]["models"] if m["model"] == "poisson-glm")
    assert train["models"][0]["rows"] == alone["rows"]
    assert train["models"][0]["metrics"]["rmse"] == pytest.approx(alone["metrics"]["rmse"], rel=0.03)
    run_script("score", tmp_path, source, monkeypatch, **spread)
    assert len(forecast_of(tmp_path)) == len(forecast_of(root))


def test_scoring_needs_a_model(done: tuple[Path, Any], source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(JobDataError, match="run r0 has no model"):
        run_script("score", done[0], source, monkeypatch, **QUICK, model_run="r0")


def test_repeats_are_reported(
    done: tuple[Path, Any], source: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "features").symlink_to(done[0] / "features")
    changes = {**QUICK, "models": "random-forest", "repeats": "3", "origins": "1"}
    report = run_script("train", tmp_path, source, monkeypatch, **changes)
    metrics = next(m for m in report["models"] if m["model"] == "random-forest")["metrics"]
    errors = [metrics[f"rmse_repeat_{number}"] for number in (1, 2, 3)]
    assert metrics["rmse_mean"] == pytest.approx(np.mean(errors))
    assert (tmp_path / "models" / RUN / "evaluation" / "stability.csv").exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"horizon": "0"}, "--horizon is '0'"),
        ({"models": "oracle"}, "unknown model"),
        ({"gaps": "?"}, "--gaps"),
    ],
)
def test_wrong_parameters_are_named(
    done: tuple[Path, Any],
    source: Path,
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[str, str],
    message: str,
) -> None:
    with pytest.raises(JobArgumentError, match=message):
        run_script("train", done[0], source, monkeypatch, **{**QUICK, **changes})
