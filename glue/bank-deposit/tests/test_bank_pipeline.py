"""The real scripts on small files: training, scoring by the champion or a named run, and wrong data."""

import csv
import json
import runpy
from pathlib import Path
from typing import Any

import boto3
import pytest
from bank_deposit.candidates import grid_of
from bank_deposit.evaluation import METRIC, Labels
from bank_deposit.schema import CONTACT_ROWS, MONTHS
from bank_deposit.steps.train import refuse_few
from pyspark.sql import SparkSession
from pyspark.sql import types as T
from relay_job import JobArgumentError, JobArguments, JobDataError
from relay_job.champion import Champion, champion_of
from relay_job.rows import MALFORMED, PROBLEMS, check_rows
from step_runner import RUN_ID, run_script

PIPELINE = Path(__file__).resolve().parents[1]
ROWS = 2_500
#: Little to train: only the tree has a choice.
SMALL = {
    "decision_tree": "maxDepth=2,3",
    "random_forest": "numTrees=5 maxDepth=4",
    "logistic_regression": "maxIter=10 regParam=0.01",
}
Reports = dict[str, dict[str, Any]]


def write_contacts(path: Path, *words: str) -> Path:
    main = runpy.run_path(str(PIPELINE / "generator" / "generate.py"))["main"]
    main(["--out", str(path), *words])
    return path


def run(root: Path, source: Path, **changes: str) -> Reports:
    with pytest.MonkeyPatch.context() as patch:
        return {
            script: run_script(PIPELINE, script, root, source, patch, **SMALL, **changes)
            for script in ("clean", "train")
        }


@pytest.fixture(scope="module")
def trained(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Reports]:
    """The output root and the reports of a run that trained."""
    root = tmp_path_factory.mktemp("data")
    return root, run(root, write_contacts(root / "contacts.csv", "--rows", str(ROWS)))


def test_clean_writes_typed_contacts_by_month(spark: SparkSession, trained: tuple[Path, Reports]):
    root, reports = trained
    assert reports["clean"]["rows"] == {"in": ROWS, "out": ROWS, "quarantined": 0}
    folder = root / "processed" / "bank-deposit" / f"run_id={RUN_ID}" / "contacts"
    assert {path.name for path in folder.iterdir() if path.is_dir()} >= {"month=may", "month=aug"}
    kinds = dict(spark.read.parquet(str(folder)).dtypes)
    assert (kinds["age"], kinds["balance"], kinds["deposit"]) == ("int", "double", "string")
    assert {column["column"] for column in reports["clean"]["profile"]} >= {"age", "job", "deposit"}


def test_train_reports_three_models_that_know_something(trained: tuple[Path, Reports]):
    models = {model["model"]: model for model in trained[1]["train"]["models"]}
    assert set(models) == {"decision-tree", "random-forest", "logistic-regression"}
    for model in models.values():
        assert (model["variant"], model["split"]) == ("before-call", "hash-80-20-before-call")
        assert sum(model["rows"].values()) == ROWS
        assert model["baseline"]["name"] == "share-of-deposits"
        assert 0.5 < model["metrics"][METRIC] < 0.8
    assert models["decision-tree"]["hyperparameters"]["maxDepth"] in (2, 3)
    assert models["random-forest"]["hyperparameters"] == {"numTrees": 5, "maxDepth": 4}
    check = next(one for one in trained[1]["train"]["checks"] if one["name"] == "better than chance")
    assert check["passed"]


def test_predictions_are_of_the_held_out_rows_the_likeliest_first(trained: tuple[Path, Reports]):
    report = trained[1]["train"]
    text = Path(report["outputs"]["predictions.csv"].removeprefix("file://")).read_text()
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == report["models"][0]["rows"]["test"] == report["rows"]["out"]
    scores = [float(row["probability"]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    best = max(report["models"], key=lambda model: model["metrics"][METRIC])["model"]
    assert {(row["model"], row["model_run"]) for row in rows} == {(best, RUN_ID)}


def test_the_table_of_metrics_is_that_of_the_report(spark: SparkSession, trained: tuple[Path, Reports]):
    report = trained[1]["train"]
    rows = spark.read.parquet(report["outputs"]["model_metrics"]).collect()
    assert {row["model"]: row[METRIC] for row in rows} == {
        model["model"]: model["metrics"][METRIC] for model in report["models"]
    }
    assert sum(row["chosen"] for row in rows) == 1


def test_a_file_without_deposits_is_scored(
    spark: SparkSession, trained: tuple[Path, Reports], monkeypatch: pytest.MonkeyPatch
):
    root, _ = trained
    source = write_contacts(root / "new.csv", "--rows", "300", "--seed", "11", "--unlabelled")
    champion = Champion(RUN_ID, "decision-tree", "before-call", "hash-80-20-before-call")
    monkeypatch.setattr("bank_deposit.steps.model_store.champion_of", lambda _: champion)
    report = run(root, source, relay_run_id="r2")["train"]
    assert (report["models"], report["rows"], report["variant"]) == (
        [],
        {"in": 300, "out": 300, "quarantined": 0},
        "before-call",
    )
    assert report["checks"][0]["detail"] == "decision-tree (before-call) of run r1"
    rows = spark.read.parquet(report["outputs"]["predictions"]).collect()
    assert all(0 <= row["probability"] <= 1 and row["deposit"] is None for row in rows)
    assert len(rows) == 300

    def score(**changes: str) -> dict[str, Any]:
        return run_script(PIPELINE, "train", root, source, monkeypatch, relay_run_id="r2", **changes)

    best = max(trained[1]["train"]["models"], key=lambda model: model["metrics"][METRIC])["model"]
    assert score(model_run=RUN_ID)["checks"][0]["detail"] == f"{best} (before-call) of run r1"
    with pytest.raises(JobDataError, match="run r0 has no models"):
        score(model_run="r0")
    monkeypatch.setattr("bank_deposit.steps.model_store.champion_of", lambda _: None)
    with pytest.raises(
        JobDataError, match=r"no column deposit, and no champion .* send a file with the column"
    ):
        score()


def test_too_few_of_a_kind_are_told():
    with pytest.raises(
        JobDataError, match=r"19 held-out rows have a deposit, 40 have none; .* send more contacts"
    ):
        refuse_few("a.csv", (Labels(200, 200), Labels(19, 40)))


@pytest.mark.parametrize("text", ["maxDepth", "maxDepth=deep", "maxDepth=4,"])
def test_wrong_hyperparameters_are_told(text: str):
    with pytest.raises(JobArgumentError, match=r"--decision_tree has 'maxDepth.*NAME=NUMBER"):
        grid_of("decision_tree", text)


def test_what_is_wrong_with_rows_is_told(spark: SparkSession):
    good = dict(
        zip(
            CONTACT_ROWS.names,
            [
                "30",
                "clerk",
                "single",
                "primary",
                "no",
                "1.5",
                "no",
                "no",
                "unknown",
                "5",
                "may",
                "10",
                "1",
                "-1",
                "0",
                "unknown",
                "yes",
            ],
            strict=True,
        )
    )
    wrong = {"age": "old", "month": "mai", "day": "32", "loan": "maybe", "deposit": "perhaps", "pdays": "-2"}
    rows = [good, *({**good, name: value} for name, value in wrong.items())]
    text = T.StructType([T.StructField(name, T.StringType()) for name in [*CONTACT_ROWS.names, MALFORMED]])
    frame = spark.createDataFrame([(*row.values(), None) for row in rows], text)
    problems = [row[PROBLEMS] for row in check_rows(frame, CONTACT_ROWS).collect()]
    assert [CONTACT_ROWS.reasons(bits) for bits in problems] == [
        [],
        ["age is not a whole number"],
        [f"month is not one of {', '.join(MONTHS)}"],
        ["day is above 31"],
        ["loan is not one of yes, no"],
        ["deposit is not one of yes, no"],
        ["pdays is below -1"],
    ]


class Ssm:
    """SSM with one parameter."""

    def __init__(self, name: str, value: str) -> None:
        self.name, self.value = name, value
        self.exceptions = type("Exceptions", (), {"ParameterNotFound": KeyError})

    def get_parameter(self, Name: str) -> dict[str, Any]:
        if Name != self.name:
            raise KeyError(Name)
        return {"Parameter": {"Value": self.value}}


@pytest.mark.parametrize(("stage", "found"), [("my-stage", True), ("other", False)])
def test_the_champion_is_read_for_the_stage_of_the_job(
    stage: str, found: bool, monkeypatch: pytest.MonkeyPatch
):
    alias = {"schemaVersion": 1, "sequence": 3, "runId": "r9", "model": "m", "variant": "v", "split": "s"}
    ssm = Ssm("/relay/my-stage/champions/bank-deposit", json.dumps(alias))
    monkeypatch.setattr(boto3, "client", lambda service: ssm)
    job = f"relay-{stage}-bank-deposit-train"
    arguments = JobArguments(job, "r1", "train", 1, "bank-deposit", "s3://b/raw/a.csv", "s3://b")
    assert champion_of(arguments) == (Champion("r9", "m", "v", "s") if found else None)
