"""Models in a run's ``models/`` area: a Spark ML pipeline for each, and which of them was chosen."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from pyspark.ml import PipelineModel
from relay_job import JobContext, JobDataError, RunLayout
from relay_job.champion import champion_of
from relay_job.files import read_bytes, write_json
from relay_job.runner import together

from bank_deposit.candidates import Trained

AUTO = "auto"
"""Value of the run parameter ``model_run``: train where there are labels, else take the champion."""
_CHOSEN = "chosen.json"


@dataclass(frozen=True)
class StoredModel:
    """A saved model's place, name and variant: encoder and classifier in one pipeline."""

    run_id: str
    name: str
    variant: str


def save_models(
    context: JobContext, encoder: PipelineModel, trained: Sequence[Trained], chosen: StoredModel
) -> dict[str, str]:
    """Save every model, replacing those of an earlier attempt; returns their folders by output name."""
    area = context.layout.area("models")

    def save(one: Trained) -> None:
        whole = PipelineModel(stages=[*encoder.stages, one.model])
        whole.write().overwrite().save(f"{area}/{one.name}")

    together(*(lambda one=one: save(one) for one in trained))
    write_json(context.spark, f"{area}/{_CHOSEN}", {"model": chosen.name, "variant": chosen.variant})
    return {f"models/{one.name}": f"{area}/{one.name}" for one in trained}


def model_to_score_with(context: JobContext, model_run: str) -> StoredModel:
    """The champion for AUTO, else the model that the named run chose.

    Raises JobDataError where there is no champion, or that run has no models.
    """
    if model_run == AUTO:
        champion = champion_of(context.arguments)
        if champion is None:
            raise JobDataError(
                f"{context.arguments.input} has no column deposit, and no champion is there to score it; "
                "send a file with the column first, or name a run with --set model_run=RUN_ID"
            )
        return StoredModel(champion.run_id, champion.model, champion.variant)
    try:
        chosen = json.loads(read_bytes(context.spark, f"{_area(context, model_run)}/{_CHOSEN}"))
    except FileNotFoundError as error:
        raise JobDataError(
            f"run {model_run} has no models ({error}); name a run of this pipeline that trained some"
        ) from error
    return StoredModel(model_run, chosen["model"], chosen["variant"])


def load_model(context: JobContext, stored: StoredModel) -> PipelineModel:
    """The saved pipeline."""
    return PipelineModel.load(f"{_area(context, stored.run_id)}/{stored.name}")


def _area(context: JobContext, run_id: str) -> str:
    return RunLayout(context.arguments.output_root, context.arguments.pipeline, run_id).area("models")
