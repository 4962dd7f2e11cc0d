"""The runs of every job: what StartJobRun, GetJobRun, GetJobRuns and BatchStopJobRun do.

Deviations from Glue, on purpose: a run beyond `--slots` is WAITING whether or not job-run queuing is on,
and Glue's own
retries begin at once. TIMEOUT and STOPPED are not retried.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

from relay_cloud import arguments, events, jobs
from relay_cloud.credentials import Credentials
from relay_cloud.errors import GlueError, concurrent_runs_exceeded, invalid_input, not_found
from relay_cloud.executor import Control, Executor, Outcome, Work
from relay_cloud.logs import RunLogs
from relay_cloud.settings import Settings
from relay_cloud.slots import Slots
from relay_cloud.states import TERMINAL, JobRun, State, advance, describe
from relay_cloud.trace import Trace

NOOP_COMMAND = "relaynoop"
"""`Command.Name` of a job that ends without a process (`--noop_seconds`, `--noop_outcome`); for
benchmarks.
"""
MAX_PAGE = 200
KEPT_RUNS = 5000
"""Runs of one job kept in memory; the oldest ended ones go first (AWS keeps 90 days)."""


class Scope(NamedTuple):
    """Whose resources a request is about."""

    account: str
    region: str


class Cloud(Protocol):
    """What runs need from the cloud around them; `seam.py` implements it."""

    def job(self, scope: Scope, name: str) -> Mapping[str, Any] | None:
        """A job's definition."""

    def job_credentials(self, scope: Scope, role: str) -> Credentials | None:
        """Credentials of the role that a job runs as; None where the role is unknown."""

    def put_event(self, scope: Scope, event: Mapping[str, Any]) -> None:
        """Put an event, in the shape a target receives, on the default bus; returns when targets were
        called.
        """

    def put_logs(self, scope: Scope, group: str, stream: str, batch: Sequence[tuple[int, str]]) -> None:
        """Append (epoch milliseconds, message) to a log stream, which is made when missing."""


class Runs:
    """All job runs of the cloud. Its methods are called from any thread."""

    def __init__(self, settings: Settings, cloud: Cloud, executor: Executor, trace: Trace) -> None:
        self._settings = settings
        self._cloud = cloud
        self._executor = executor
        self._trace = trace
        self._slots = Slots(settings.slots)
        self._lock = threading.RLock()
        self._runs: dict[tuple[Scope, str], dict[str, JobRun]] = {}
        self._where: dict[str, tuple[Scope, str]] = {}
        self._controls: dict[str, Control] = {}

    def start(self, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
        """StartJobRun."""
        name = request.get("JobName")
        if not isinstance(name, str) or not name:
            raise invalid_input("JobName is required")
        given = request.get("Arguments") or {}
        received_wall, received_mono = time.time_ns(), time.monotonic_ns()
        with self._lock:
            job = self._cloud.job(scope, name)
            if job is None:
                raise not_found(f"Failed to start job run due to missing metadata: job {name} not found")
            run = jobs.new_run(job, request, now=time.time(), waiting=False)
            if request.get("JobRunId"):
                run = self._retry_of(scope, name, str(request["JobRunId"]), run, "Arguments" in request)
            known = self._runs.setdefault((scope, name), {})
            active = sum(1 for other in known.values() if not other.terminal)
            if active >= jobs.max_concurrent_runs(job):
                raise concurrent_runs_exceeded(name)
            self._trace.note(
                "start_job_run_received",
                jobRunId=run.id,
                jobName=name,
                relay_run_id=given.get("--relay_run_id"),
                relay_step=given.get("--relay_step"),
                received_wall_ns=received_wall,
                received_mono_ns=received_mono,
            )
            self._admit(scope, run)
        return {"JobRunId": run.id}

    def get(self, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
        """GetJobRun."""
        name, run_id = request.get("JobName"), request.get("RunId")
        with self._lock:
            run = self._runs.get((scope, str(name)), {}).get(str(run_id))
        if run is None:
            raise not_found(f"Job run {run_id} of job {name} not found")
        return {"JobRun": describe(run, time.time())}

    def list(self, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
        """GetJobRuns: newest first; the token is the last id of the page before, so new runs do not move
        pages.
        """
        name = str(request.get("JobName"))
        size = request.get("MaxResults", MAX_PAGE)
        if not isinstance(size, int) or not 1 <= size <= MAX_PAGE:
            raise invalid_input(f"MaxResults must be from 1 to {MAX_PAGE}")
        with self._lock:
            newest = list(reversed(self._runs.get((scope, name), {}).values()))
            if not newest and self._cloud.job(scope, name) is None:
                raise not_found(f"Job {name} not found")
        start = 0
        if token := request.get("NextToken"):
            places = [at for at, run in enumerate(newest) if run.id == token]
            if not places:
                raise invalid_input("NextToken is not valid")
            start = places[0] + 1
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
                self._stop(scope, name, str(run_id))
                done.append({"JobName": name, "JobRunId": run_id})
            except GlueError as error:
                detail = {"ErrorCode": error.code, "ErrorMessage": error.message}
                errors.append({"JobName": name, "JobRunId": run_id, "ErrorDetail": detail})
        return {"SuccessfulSubmissions": done, "Errors": errors}

    def job_deleted(self, scope: Scope, name: str) -> None:
        """Stop the runs of a deleted job. Their history stays readable by id, as on AWS until it ages out."""
        with self._lock:
            active = [run.id for run in self._runs.get((scope, name), {}).values() if not run.terminal]
        for run_id in active:
            self._stop_quietly(scope, name, run_id)

    def reset(self) -> None:
        """Stop and forget everything (MiniStack's reset)."""
        with self._lock:
            active = [(run_id, place) for run_id, place in self._where.items() if run_id in self._controls]
            self._slots.clear()
            controls = dict(self._controls)
            self._runs.clear()
            self._where.clear()
        for run_id, _ in active:
            controls[run_id].stop()

    # ---- inside

    def _retry_of(
        self, scope: Scope, name: str, previous_id: str, run: JobRun, own_arguments: bool
    ) -> JobRun:
        previous = self._runs.get((scope, name), {}).get(previous_id)
        if previous is None:
            raise not_found(f"Job run {previous_id} of job {name} not found")
        if not previous.terminal:
            raise invalid_input(f"Job run {previous_id} is in state {previous.state} and cannot be retried")
        if not own_arguments:
            run = replace(run, arguments=previous.arguments, merged_arguments=previous.merged_arguments)
        return self._as_attempt(scope, name, run, previous)

    def _as_attempt(self, scope: Scope, name: str, run: JobRun, previous: JobRun) -> JobRun:
        known = self._runs.get((scope, name), {})
        attempt = previous.attempt + 1
        while jobs.attempt_id(previous.id, attempt) in known:
            attempt += 1
        return replace(
            run, id=jobs.attempt_id(previous.id, attempt), attempt=attempt, previous_run_id=previous.id
        )

    def _admit(self, scope: Scope, run: JobRun) -> None:
        """Record a new run and start it, or let it wait. Called with the lock."""
        noop = run.command.get("Name") == NOOP_COMMAND
        self._where[run.id] = (scope, run.job_name)
        self._controls[run.id] = Control()
        known = self._runs.setdefault((scope, run.job_name), {})
        known[run.id] = run
        self._forget_old(known)
        if noop or self._slots.submit(run.id):
            self._launch(run.id, noop)
        else:
            known[run.id] = replace(run, state=State.WAITING)

    def _forget_old(self, known: dict[str, JobRun]) -> None:
        while len(known) > KEPT_RUNS:
            oldest = next(iter(known.values()))
            if not oldest.terminal:
                return
            del known[oldest.id]
            self._where.pop(oldest.id, None)

    def _launch(self, run_id: str, noop: bool) -> None:
        target = self._run_noop if noop else self._run_script
        threading.Thread(target=target, args=(run_id,), daemon=True, name=f"run-{run_id[:11]}").start()

    def _run_noop(self, run_id: str) -> None:
        run = self._advance(run_id, State.RUNNING)
        if run is None:
            return
        wait = float(run.merged_arguments.get("--noop_seconds", "0") or 0)
        if wait > 0:
            try:
                self._controls[run_id].messages.get(timeout=wait)
                self._end(run_id, Outcome(State.STOPPED))
                return
            except Exception:  # queue.Empty: the time is over
                pass
        outcome = State(run.merged_arguments.get("--noop_outcome", "SUCCEEDED"))
        self._end(run_id, Outcome(outcome, None if outcome is State.SUCCEEDED else f"relaynoop: {outcome}"))

    def _run_script(self, run_id: str) -> None:
        with self._lock:
            place = self._where.get(run_id)
            run = None if place is None else self._runs[place].get(run_id)
        outcome = Outcome(State.FAILED, "Internal error")
        try:
            if place is None or run is None:
                return
            scope, name = place
            self._trace.note("process_starting", jobRunId=run_id, jobName=name)
            logs = RunLogs(
                lambda group, stream, batch: self._cloud.put_logs(scope, group, stream, batch), run_id
            )
            try:
                outcome = self._executor.run(
                    self._work(scope, run), self._controls[run_id], logs, lambda: self._script_started(run_id)
                )
            finally:
                logs.close()
        except Exception as error:
            outcome = Outcome(State.FAILED, f"Internal error of the local cloud: {error!r}")
        finally:
            # the slot is free before anyone hears of the end: the next step may start at once
            self._pass_slot_on()
            self._end(run_id, outcome)

    def _pass_slot_on(self) -> None:
        while (waiting := self._slots.release()) is not None:
            with self._lock:
                place = self._where.get(waiting)
                run = None if place is None else self._runs[place].get(waiting)
                if place is not None and run is not None and run.state is State.WAITING:
                    self._runs[place][waiting] = advance(run, State.STARTING, time.time())
                    self._launch(waiting, noop=False)
                    return

    def _work(self, scope: Scope, run: JobRun) -> Work:
        address = str(run.command.get("ScriptLocation") or "")
        bucket = address.removeprefix("s3://").partition("/")[0]
        return Work(
            run_id=run.id,
            account=scope.account,
            region=scope.region,
            script=address,
            arguments=arguments.for_script(
                run.merged_arguments,
                job_name=run.job_name,
                job_id=f"j_{uuid.uuid5(uuid.NAMESPACE_URL, '/'.join((*scope, run.job_name))).hex}",
                run_id=run.id,
                temp_dir=f"s3://{bucket}/temporary/",
            ),
            timeout_seconds=run.timeout_minutes * self._settings.seconds_per_minute,
            spark=run.command.get("Name") != "pythonshell",
            credentials=self._cloud.job_credentials(scope, run.role),
        )

    def _script_started(self, run_id: str) -> None:
        self._trace.note("script_started", jobRunId=run_id)
        self._advance(run_id, State.RUNNING)

    def _advance(self, run_id: str, to: State, message: str | None = None) -> JobRun | None:
        """Move a run on; None when it is gone or already further."""
        with self._lock:
            place = self._where.get(run_id)
            run = None if place is None else self._runs[place].get(run_id)
            if (
                place is None
                or run is None
                or run.terminal
                or (to is State.RUNNING and run.state is State.STOPPING)
            ):
                return None
            if to is State.STOPPED and run.state in (State.STARTING, State.RUNNING):
                run = advance(run, State.STOPPING, time.time())
            if run.state is State.STOPPING and to in TERMINAL:
                to, message = State.STOPPED, None
            run = advance(run, to, time.time(), message)
            self._runs[place][run_id] = run
            return run

    def _end(self, run_id: str, outcome: Outcome) -> None:
        """Record the end, then tell: the event goes out only when GetJobRun shows the state."""
        with self._lock:
            place = self._where.get(run_id)
            run = self._advance(run_id, outcome.state, outcome.message)
            self._controls.pop(run_id, None)
        if run is None or place is None:
            return
        scope, _ = place
        self._trace.note("ended", jobRunId=run_id, jobName=run.job_name, state=run.state.value)
        retry = run.state is State.FAILED and run.attempt < run.max_retries
        if retry:
            self._retry(scope, run)
        event = events.job_state_change(
            run, event_id=str(uuid.uuid4()), account=scope.account, region=scope.region
        )
        if event is not None:
            self._trace.note("event_dispatched", jobRunId=run_id, jobName=run.job_name, state=run.state.value)
            self._cloud.put_event(scope, event)
            self._trace.note("event_targets_called", jobRunId=run_id)

    def _retry(self, scope: Scope, failed: JobRun) -> None:
        """Glue's own retry (`MaxRetries`): a new run with the same arguments, linked by `PreviousRunId`."""
        with self._lock:
            now = time.time()
            fresh = replace(
                failed,
                state=State.STARTING,
                started_on=now,
                last_modified_on=now,
                completed_on=None,
                running_since=None,
                error_message=None,
            )
            self._admit(scope, self._as_attempt(scope, failed.job_name, fresh, failed))

    def _stop(self, scope: Scope, name: str, run_id: str) -> None:
        with self._lock:
            run = self._runs.get((scope, name), {}).get(run_id)
            if run is None:
                raise not_found(f"Job run {run_id} of job {name} not found")
            if run.terminal or run.state is State.STOPPING:
                raise invalid_input(f"Job run {run_id} is in state {run.state} and cannot be stopped")
            if run.state is not State.WAITING:
                self._runs[(scope, name)][run_id] = advance(run, State.STOPPING, time.time())
                self._controls[run_id].stop()
                return
            self._slots.cancel(run_id)
        self._end(run_id, Outcome(State.STOPPED))

    def _stop_quietly(self, scope: Scope, name: str, run_id: str) -> None:
        try:
            self._stop(scope, name, run_id)
        except GlueError:
            pass
