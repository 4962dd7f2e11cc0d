"""The life of a job run: admitted, run in a thread of its own, ended, told, retried."""

from __future__ import annotations

import queue
import threading
import time
import uuid
from dataclasses import replace

from relay_cloud import arguments, events
from relay_cloud.cloud import Cloud, Scope
from relay_cloud.errors import invalid_input
from relay_cloud.executor import Executor
from relay_cloud.logs import RunLogs
from relay_cloud.run_book import RunBook
from relay_cloud.settings import Settings
from relay_cloud.slots import Slots
from relay_cloud.states import JobRun, State
from relay_cloud.trace import Trace
from relay_cloud.work import Control, Outcome, Work

NOOP_COMMAND = "relaynoop"
"""`Command.Name` of a job that ends without a process (`--noop_seconds`, `--noop_outcome`); for
benchmarks.
"""


class RunLives:
    """Brings the runs of a book from their start to their end."""

    def __init__(
        self, settings: Settings, cloud: Cloud, executor: Executor, trace: Trace, book: RunBook
    ) -> None:
        self._settings = settings
        self._cloud = cloud
        self._executor = executor
        self._trace = trace
        self._book = book
        self._slots = Slots(settings.slots)
        self._controls: dict[str, Control] = {}

    def admit(self, scope: Scope, run: JobRun) -> None:
        """Record a new run and start it, or let it wait for a slot."""
        noop = run.command.get("Name") == NOOP_COMMAND
        with self._book.lock:
            starts = noop or self._slots.submit(run.id)
            self._controls[run.id] = Control()
            self._book.add(scope, run if starts else replace(run, state=State.WAITING))
            if starts:
                self._launch(run.id, noop)

    def stop(self, scope: Scope, job_name: str, run_id: str) -> None:
        """Stop a run. Raises EntityNotFoundException, or InvalidInputException where it is ending."""
        with self._book.lock:
            run = self._book.named(scope, job_name, run_id)
            if run.terminal or run.state is State.STOPPING:
                raise invalid_input(f"Job run {run_id} is in state {run.state} and cannot be stopped")
            if run.state is not State.WAITING:
                self._book.advance(run_id, State.STOPPING)
                self._controls[run_id].stop()
                return
            self._slots.cancel(run_id)
        self._end(run_id, Outcome(State.STOPPED))

    def reset(self) -> None:
        """Stop and forget every run."""
        with self._book.lock:
            self._slots.clear()
            self._book.clear()
            controls = list(self._controls.values())
        for control in controls:
            control.stop()

    def _launch(self, run_id: str, noop: bool) -> None:
        target = self._run_noop if noop else self._run_script
        threading.Thread(target=target, args=(run_id,), daemon=True, name=f"run-{run_id[:11]}").start()

    def _run_noop(self, run_id: str) -> None:
        run = self._book.advance(run_id, State.RUNNING)
        if run is None:
            return
        seconds = float(run.merged_arguments.get("--noop_seconds", "0") or 0)
        if seconds > 0:
            try:
                self._controls[run_id].messages.get(timeout=seconds)
                self._end(run_id, Outcome(State.STOPPED))
                return
            except queue.Empty:  # nobody stopped it
                pass
        outcome = State(run.merged_arguments.get("--noop_outcome", "SUCCEEDED"))
        self._end(run_id, Outcome(outcome, None if outcome is State.SUCCEEDED else f"relaynoop: {outcome}"))

    def _run_script(self, run_id: str) -> None:
        outcome = Outcome(State.FAILED, "Internal error")
        try:
            entry = self._book.find(run_id)
            if entry is not None:
                outcome = self._execute(*entry)
        except Exception as error:
            outcome = Outcome(State.FAILED, f"Internal error of the local cloud: {error!r}")
        finally:
            # the slot is free before anyone hears of the end: the next step may start at once
            self._pass_slot_on()
            self._end(run_id, outcome)

    def _execute(self, scope: Scope, run: JobRun) -> Outcome:
        self._trace.note("process_starting", jobRunId=run.id, jobName=run.job_name)
        logs = RunLogs(lambda group, stream, batch: self._cloud.put_logs(scope, group, stream, batch), run.id)
        try:
            return self._executor.run(
                self._work(scope, run), self._controls[run.id], logs, lambda: self._script_started(run.id)
            )
        finally:
            logs.close()

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
        self._book.advance(run_id, State.RUNNING)

    def _pass_slot_on(self) -> None:
        while (waiting := self._slots.release()) is not None:
            with self._book.lock:
                entry = self._book.find(waiting)
                if entry is not None and entry.run.state is State.WAITING:
                    self._book.advance(waiting, State.STARTING)
                    self._launch(waiting, noop=False)
                    return

    def _end(self, run_id: str, outcome: Outcome) -> None:
        """Record the end and, with it, Glue's own retry; then tell: the event goes out only when GetJobRun
        shows the state.
        """
        with self._book.lock:
            entry = self._book.find(run_id)
            run = self._book.advance(run_id, outcome.state, outcome.message)
            self._controls.pop(run_id, None)
            if run is None or entry is None:
                return
            if run.state is State.FAILED and run.attempt < run.max_retries:
                self._retry(entry.scope, run)
        self._trace.note("ended", jobRunId=run_id, jobName=run.job_name, state=run.state.value)
        self._tell(entry.scope, run)

    def _retry(self, scope: Scope, failed: JobRun) -> None:
        """Glue's own retry (`MaxRetries`): a new run with the same arguments, linked by `PreviousRunId`."""
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
        self.admit(scope, self._book.attempt_after(scope, failed.id, fresh, own_arguments=True))

    def _tell(self, scope: Scope, run: JobRun) -> None:
        event = events.job_state_change(
            run, event_id=str(uuid.uuid4()), account=scope.account, region=scope.region
        )
        if event is None:
            return
        self._trace.note("event_dispatched", jobRunId=run.id, jobName=run.job_name, state=run.state.value)
        self._cloud.put_event(scope, event)
        self._trace.note("event_targets_called", jobRunId=run.id)
