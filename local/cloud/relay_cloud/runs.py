"""The API of job runs: what StartJobRun, GetJobRun, GetJobRuns and BatchStopJobRun do.

Deviations from Glue, on purpose: a run beyond `--slots` is WAITING whether or not job-run queuing is on, and
Glue's own retries begin at once. TIMEOUT and STOPPED are not retried.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping, Sequence
from typing import Any

from relay_cloud import jobs
from relay_cloud.cloud import Cloud, Scope
from relay_cloud.errors import GlueError, concurrent_runs_exceeded, invalid_input, not_found
from relay_cloud.executor import Executor
from relay_cloud.run_book import RunBook
from relay_cloud.run_lives import RunLives
from relay_cloud.settings import Settings
from relay_cloud.states import JobRun, describe
from relay_cloud.trace import Trace

MAX_PAGE = 200


class Runs:
    """All job runs of the cloud. Its methods are called from any thread."""

    def __init__(self, settings: Settings, cloud: Cloud, executor: Executor, trace: Trace) -> None:
        self._cloud = cloud
        self._trace = trace
        self._book = RunBook()
        self._lives = RunLives(settings, cloud, executor, trace, self._book)

    def start(self, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
        """StartJobRun."""
        received = {"received_wall_ns": time.time_ns(), "received_mono_ns": time.monotonic_ns()}
        name = request.get("JobName")
        if not isinstance(name, str) or not name:
            raise invalid_input("JobName is required")
        given = request.get("Arguments") or {}
        with self._book.lock:
            job = self._cloud.job(scope, name)
            if job is None:
                raise not_found(f"Failed to start job run due to missing metadata: job {name} not found")
            run = jobs.new_run(job, request, now=time.time(), waiting=False)
            if previous_id := request.get("JobRunId"):
                own = "Arguments" in request
                run = self._book.attempt_after(scope, str(previous_id), run, own_arguments=own)
            if len(self._book.active(scope, name)) >= jobs.max_concurrent_runs(job):
                raise concurrent_runs_exceeded(name)
            self._trace.note(
                "start_job_run_received",
                jobRunId=run.id,
                jobName=name,
                relay_run_id=given.get("--relay_run_id"),
                relay_step=given.get("--relay_step"),
                **received,
            )
            self._lives.admit(scope, run)
        return {"JobRunId": run.id}

    def get(self, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
        """GetJobRun."""
        run = self._book.named(scope, str(request.get("JobName")), str(request.get("RunId")))
        return {"JobRun": describe(run, time.time())}

    def list(self, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
        """GetJobRuns: newest first; the token is the last id of the page before, so new runs do not move
        pages.
        """
        name = str(request.get("JobName"))
        size = request.get("MaxResults", MAX_PAGE)
        if not isinstance(size, int) or not 1 <= size <= MAX_PAGE:
            raise invalid_input(f"MaxResults must be from 1 to {MAX_PAGE}")
        newest = self._book.newest_first(scope, name)
        if not newest and self._cloud.job(scope, name) is None:
            raise not_found(f"Job {name} not found")
        start = _place_after(newest, request.get("NextToken"))
        page = newest[start : start + size]
        now = time.time()
        answer: dict[str, Any] = {"JobRuns": [describe(run, now) for run in page]}
        if start + size < len(newest):
            answer["NextToken"] = page[-1].id
        return answer

    def batch_stop(self, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
        """BatchStopJobRun: what cannot be stopped is in `Errors`, never an error of the call."""
        name = request.get("JobName")
        ids = request.get("JobRunIds")
        if not isinstance(name, str) or not isinstance(ids, list) or not 1 <= len(ids) <= 25:
            raise invalid_input("JobName and 1 to 25 JobRunIds are required")
        done, errors = [], []
        for run_id in ids:
            try:
                self._lives.stop(scope, name, str(run_id))
                done.append({"JobName": name, "JobRunId": run_id})
            except GlueError as error:
                detail = {"ErrorCode": error.code, "ErrorMessage": error.message}
                errors.append({"JobName": name, "JobRunId": run_id, "ErrorDetail": detail})
        return {"SuccessfulSubmissions": done, "Errors": errors}

    def job_deleted(self, scope: Scope, name: str) -> None:
        """Stop the runs of a deleted job. Their history stays readable by id, as on AWS until it ages out."""
        for run in self._book.active(scope, name):
            with contextlib.suppress(GlueError):  # it has ended meanwhile
                self._lives.stop(scope, name, run.id)

    def reset(self) -> None:
        """Stop and forget everything (MiniStack's reset)."""
        self._lives.reset()


def _place_after(newest: Sequence[JobRun], token: object) -> int:
    """Where the page behind a token begins. Raises InvalidInputException."""
    if not token:
        return 0
    places = [at for at, run in enumerate(newest) if run.id == token]
    if not places:
        raise invalid_input("NextToken is not valid")
    return places[0] + 1
