"""Which model of a pipeline is champion: the alias that the metrics service keeps in SSM."""

import json
from dataclasses import dataclass

import boto3

from relay_job.arguments import JobArguments


@dataclass(frozen=True)
class Champion:
    """A model: the run that trained it, its name, its variant and the split that it was measured on."""

    run_id: str
    model: str
    variant: str
    split: str


def champion_parameter(arguments: JobArguments) -> str:
    """The SSM parameter ``/relay/<stage>/champions/<pipeline>``.

    The stage is that of the job's name, ``relay-<stage>-<pipeline>-<step>``.
    """
    stage = arguments.job_name.removeprefix("relay-").removesuffix(f"-{arguments.pipeline}-{arguments.step}")
    return f"/relay/{stage}/champions/{arguments.pipeline}"


def champion_of(arguments: JobArguments) -> Champion | None:
    """The champion of the job's pipeline; None as long as there is none."""
    client = boto3.client("ssm")
    try:
        found = client.get_parameter(Name=champion_parameter(arguments))
    except client.exceptions.ParameterNotFound:
        return None
    alias = json.loads(found["Parameter"]["Value"])
    return Champion(alias["runId"], alias["model"], alias["variant"], alias["split"])
