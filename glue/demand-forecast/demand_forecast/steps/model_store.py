"""Models in a run's ``models/`` area: ``champion/group-0/model.json`` and the files that it names."""

import json
from collections.abc import Sequence

from relay_job import JobContext, JobDataError, RunLayout
from relay_job.files import read_bytes, write_bytes, write_json

from demand_forecast.forecasting.artefact import DESCRIPTION, Artefact, from_files, to_files

_GROUPS = "groups.json"


def save_model(context: JobContext, groups: Sequence[Artefact]) -> str:
    """Save the model of each group of series, and return the folder that they are in."""
    folder = folder_of(context.layout)
    for number, artefact in enumerate(groups):
        for name, content in to_files(artefact).items():
            write_bytes(context.spark, f"{folder}/group-{number}/{name}", content)
    write_json(context.spark, f"{folder}/{_GROUPS}", {"groups": len(groups)})
    return folder


def load_model(context: JobContext, run_id: str, threads: int) -> list[Artefact]:
    """The models that a run of this pipeline saved, one for each of its groups.

    Raises JobDataError where that run saved none.
    """
    layout = RunLayout(context.arguments.output_root, context.arguments.pipeline, run_id)
    folder = folder_of(layout)
    try:
        count = int(json.loads(read_bytes(context.spark, f"{folder}/{_GROUPS}"))["groups"])
    except FileNotFoundError as error:
        raise JobDataError(
            f"run {run_id} has no model ({error}); name a run of variant forecast that succeeded"
        ) from error
    return [_load(context, f"{folder}/group-{number}", threads) for number in range(count)]


def folder_of(layout: RunLayout) -> str:
    """Where a run's best model is."""
    return f"{layout.area('models')}/champion"


def _load(context: JobContext, folder: str, threads: int) -> Artefact:
    description = read_bytes(context.spark, f"{folder}/{DESCRIPTION}")
    names = json.loads(description)["files"]
    files = {name: read_bytes(context.spark, f"{folder}/{name}") for name in names}
    return from_files({**files, DESCRIPTION: description}, threads)
