"""The state machine of a job run: pure values, no clock and no I/O.

States and fields are those of `GetJobRun` (botocore's Glue model;
docs.aws.amazon.com/glue/latest/dg/job-run-statuses.html).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """`JobRunState`. ERROR and EXPIRED are of triggers and of Flex, and do not occur locally."""

    WAITING = "WAITING"
    STARTING = "STARTING"
    RUNNING = "RUNNING"
    STOPPING = "STOPPING"
    STOPPED = "STOPPED"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    TIMEOUT = "TIMEOUT"


TERMINAL = frozenset({State.STOPPED, State.SUCCEEDED, State.FAILED, State.TIMEOUT})

_NEXT: Mapping[State, frozenset[State]] = {
    State.WAITING: frozenset({State.STARTING, State.STOPPED, State.FAILED}),
    State.STARTING: frozenset({State.RUNNING, State.STOPPING, State.FAILED, State.TIMEOUT, State.SUCCEEDED}),
    State.RUNNING: frozenset({State.STOPPING, State.SUCCEEDED, State.FAILED, State.TIMEOUT}),
    State.STOPPING: frozenset({State.STOPPED}),
}

DPUS_PER_WORKER: Mapping[str, float] = {
    "Standard": 1.0, "G.025X": 0.25, "G.1X": 1.0, "G.2X": 2.0, "G.4X": 4.0, "G.8X": 8.0, "G.12X": 12.0,
    "G.16X": 16.0, "R.1X": 1.0, "R.2X": 2.0, "R.4X": 4.0, "R.8X": 8.0, "Z.2X": 2.0,
}  # fmt: skip


class IllegalTransition(Exception):
    """A run was asked to leave a terminal state, or to skip one."""


@dataclass(frozen=True, slots=True)
class JobRun:
    """One attempt of a job. Times are epoch seconds; `timeout_minutes` is the API's `Timeout`."""

    id: str
    job_name: str
    state: State
    started_on: float
    last_modified_on: float
    arguments: Mapping[str, str]
    merged_arguments: Mapping[str, str]
    attempt: int = 0
    role: str = ""
    """Name or ARN of the role that the job runs as."""
    previous_run_id: str | None = None
    completed_on: float | None = None
    running_since: float | None = None
    error_message: str | None = None
    timeout_minutes: float = 480
    max_retries: int = 0
    glue_version: str = "5.1"
    worker_type: str | None = "G.1X"
    number_of_workers: int | None = 2
    max_capacity: float = 2.0
    execution_class: str = "STANDARD"
    command: Mapping[str, Any] = field(default_factory=dict)
    security_configuration: str | None = None
    queuing_enabled: bool = False

    @property
    def terminal(self) -> bool:
        """Whether the run is over."""
        return self.state in TERMINAL


def advance(run: JobRun, to: State, now: float, error_message: str | None = None) -> JobRun:
    """The run in its next state at `now` (epoch seconds). Raises `IllegalTransition`."""
    if to not in _NEXT.get(run.state, frozenset()):
        raise IllegalTransition(f"job run {run.id} cannot go from {run.state} to {to}")
    running_since = now if to is State.RUNNING else run.running_since
    return replace(
        run,
        state=to,
        last_modified_on=now,
        running_since=running_since,
        completed_on=now if to in TERMINAL else None,
        error_message=error_message if error_message is not None else run.error_message,
    )


def execution_seconds(run: JobRun, now: float) -> int:
    """`ExecutionTime`: whole seconds in which the run used resources (from RUNNING to its end)."""
    if run.running_since is None:
        return 0
    return max(0, int((run.completed_on if run.completed_on is not None else now) - run.running_since))


def describe(run: JobRun, now: float) -> dict[str, Any]:
    """The run as `GetJobRun` shows it. Absent fields are absent, as in AWS's answers.

    `DPUSeconds` is given for Flex and for auto scaling only (botocore's Glue model, JobRun$DPUSeconds).
    """
    seconds = execution_seconds(run, now)
    shown: dict[str, Any] = {
        "Id": run.id,
        "Attempt": run.attempt,
        "JobName": run.job_name,
        "JobMode": "SCRIPT",
        "StartedOn": round(run.started_on, 3),
        "LastModifiedOn": round(run.last_modified_on, 3),
        "JobRunState": run.state.value,
        "Arguments": dict(run.arguments),
        "PredecessorRuns": [],
        "AllocatedCapacity": max(1, int(run.max_capacity)),
        "ExecutionTime": seconds,
        "Timeout": int(run.timeout_minutes)
        if float(run.timeout_minutes).is_integer()
        else run.timeout_minutes,
        "MaxCapacity": run.max_capacity,
        "LogGroupName": "/aws-glue/jobs",
        "GlueVersion": run.glue_version,
        "ExecutionClass": run.execution_class,
        "JobRunQueuingEnabled": run.queuing_enabled,
    }
    optional: dict[str, Any] = {
        "PreviousRunId": run.previous_run_id,
        "CompletedOn": None if run.completed_on is None else round(run.completed_on, 3),
        "ErrorMessage": run.error_message,
        "WorkerType": run.worker_type,
        "NumberOfWorkers": run.number_of_workers,
        "SecurityConfiguration": run.security_configuration,
    }
    shown.update({name: value for name, value in optional.items() if value is not None})
    auto_scaling = run.merged_arguments.get("--enable-auto-scaling", "").lower() == "true"
    if run.execution_class == "FLEX" or auto_scaling:
        shown["DPUSeconds"] = round(seconds * run.max_capacity, 3)
    return shown


def capacity(worker_type: str | None, workers: int | None, max_capacity: float | None) -> float:
    """DPUs of a run: its `MaxCapacity`, or its workers times the DPUs of one."""
    if max_capacity is not None:
        return float(max_capacity)
    return DPUS_PER_WORKER.get(worker_type or "G.1X", 1.0) * (workers if workers is not None else 2)
