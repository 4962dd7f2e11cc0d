"""Job definitions: the fields and defaults MiniStack leaves out, and a new run made from a definition."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

from relay_cloud import arguments
from relay_cloud.errors import invalid_input
from relay_cloud.states import JobRun, State, capacity

DEFAULT_GLUE_VERSION = "5.1"
"""Version of a job that names none (docs.aws.amazon.com/glue/latest/dg/release-notes.html)."""

EXTRA_FIELDS = (
    "ExecutionProperty", "ExecutionClass", "JobMode", "JobRunQueuingEnabled", "MaintenanceWindow",
    "NotificationProperty", "LogUri", "SourceControlDetails",
)  # fmt: skip
"""Fields of a job that MiniStack's CreateJob and UpdateJob drop."""


def default_timeout_minutes(glue_version: str) -> int:
    """480 minutes from Glue 5.0 on, 2880 before (botocore's Glue model, Job$Timeout)."""
    match = re.match(r"(\d+)", glue_version)
    return 480 if match and int(match[1]) >= 5 else 2880


def with_defaults(request: Mapping[str, Any]) -> dict[str, Any]:
    """A CreateJob request with AWS's defaults where MiniStack has others."""
    version = request.get("GlueVersion") or DEFAULT_GLUE_VERSION
    return {"GlueVersion": version, "Timeout": default_timeout_minutes(version), **request}


def extra_fields(request: Mapping[str, Any]) -> dict[str, Any]:
    """The request's fields that MiniStack drops. `MaxConcurrentRuns` must be at least 1."""
    extra = {name: request[name] for name in EXTRA_FIELDS if name in request}
    concurrent = extra.get("ExecutionProperty", {}).get("MaxConcurrentRuns", 1)
    if not isinstance(concurrent, int) or concurrent < 1:
        raise invalid_input("MaxConcurrentRuns must be at least 1")
    return extra


def max_concurrent_runs(job: Mapping[str, Any]) -> int:
    """`ExecutionProperty.MaxConcurrentRuns`, 1 by default."""
    return int((job.get("ExecutionProperty") or {}).get("MaxConcurrentRuns") or 1)


def new_run_id() -> str:
    """`jr_` and 64 hex digits, as Glue's ids look."""
    return f"jr_{secrets.token_hex(32)}"


def attempt_id(run_id: str, attempt: int) -> str:
    """Id of a later attempt: Glue adds `_attempt_<n>` to the first one's id."""
    return f"{run_id.partition('_attempt_')[0]}_attempt_{attempt}"


def new_run(job: Mapping[str, Any], request: Mapping[str, Any], *, now: float, waiting: bool) -> JobRun:
    """The first attempt of a run from a job definition and a StartJobRun request. Raises
    InvalidInputException.
    """
    given = request.get("Arguments") or {}
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise invalid_input("Arguments must be a map of strings")
    merged = arguments.merge(
        job.get("DefaultArguments") or {}, given, job.get("NonOverridableArguments") or {}
    )
    version = job.get("GlueVersion") or DEFAULT_GLUE_VERSION
    timeout = request.get("Timeout") or job.get("Timeout") or default_timeout_minutes(version)
    if not isinstance(timeout, (int, float)) or not 0 < timeout <= 10080:
        raise invalid_input(f"Timeout must be from 1 to 10080 minutes, not {timeout}")
    if request.get("MaxCapacity") is not None and (
        request.get("WorkerType") or request.get("NumberOfWorkers")
    ):
        raise invalid_input("Please set only Worker Type and Number of Workers, or Max Capacity")
    own_capacity = request.get("MaxCapacity")
    worker_type = request.get("WorkerType") or job.get("WorkerType")
    workers = request.get("NumberOfWorkers") or job.get("NumberOfWorkers")
    if own_capacity is None and not worker_type:
        own_capacity = job.get("MaxCapacity")
    return JobRun(
        id=new_run_id(),
        job_name=str(job["Name"]),
        role=str(job.get("Role") or ""),
        state=State.WAITING if waiting else State.STARTING,
        started_on=now,
        last_modified_on=now,
        arguments=dict(given),
        merged_arguments=merged,
        timeout_minutes=timeout,
        max_retries=int(job.get("MaxRetries") or 0),
        glue_version=version,
        worker_type=None if own_capacity is not None else worker_type,
        number_of_workers=None if own_capacity is not None else workers,
        max_capacity=capacity(worker_type, workers, own_capacity),
        execution_class=request.get("ExecutionClass") or job.get("ExecutionClass") or "STANDARD",
        command=dict(job.get("Command") or {}),
        security_configuration=request.get("SecurityConfiguration")
        or job.get("SecurityConfiguration")
        or None,
        queuing_enabled=bool(request.get("JobRunQueuingEnabled", job.get("JobRunQueuingEnabled", False))),
    )
