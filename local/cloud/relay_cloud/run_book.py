"""The record of job runs: what is known of each, by job and in the order they came."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import NamedTuple

from relay_cloud import jobs
from relay_cloud.cloud import Scope
from relay_cloud.errors import invalid_input, not_found
from relay_cloud.states import TERMINAL, JobRun, State, advance

KEPT_RUNS = 5000
"""Runs of one job kept in memory; the oldest ended ones go first (AWS keeps 90 days)."""


class Entry(NamedTuple):
    """A run and whose it is."""

    scope: Scope
    run: JobRun


class RunBook:
    """All runs of the cloud, for any thread. Who reads and then writes holds `lock` meanwhile."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._runs: dict[tuple[Scope, str], dict[str, JobRun]] = {}
        self._where: dict[str, tuple[Scope, str]] = {}

    def add(self, scope: Scope, run: JobRun) -> None:
        """Record a new run; where its job has too many, the oldest ended ones are forgotten."""
        with self.lock:
            self._where[run.id] = (scope, run.job_name)
            known = self._runs.setdefault((scope, run.job_name), {})
            known[run.id] = run
            while len(known) > KEPT_RUNS and (oldest := next(iter(known.values()))).terminal:
                del known[oldest.id]
                self._where.pop(oldest.id, None)

    def named(self, scope: Scope, job_name: str, run_id: str) -> JobRun:
        """A run of a job. Raises EntityNotFoundException."""
        with self.lock:
            run = self._runs.get((scope, job_name), {}).get(run_id)
        if run is None:
            raise not_found(f"Job run {run_id} of job {job_name} not found")
        return run

    def find(self, run_id: str) -> Entry | None:
        """A run by its id alone; None when it is gone."""
        with self.lock:
            if (place := self._where.get(run_id)) is None:
                return None
            return Entry(place[0], self._runs[place][run_id])

    def newest_first(self, scope: Scope, job_name: str) -> list[JobRun]:
        """The runs of a job."""
        with self.lock:
            return list(reversed(self._runs.get((scope, job_name), {}).values()))

    def active(self, scope: Scope, job_name: str) -> list[JobRun]:
        """The runs of a job that have not ended."""
        with self.lock:
            return [run for run in self._runs.get((scope, job_name), {}).values() if not run.terminal]

    def advance(self, run_id: str, to: State, message: str | None = None) -> JobRun | None:
        """Move a run on; None when it is gone or already further. One that was to stop ends as STOPPED."""
        with self.lock:
            entry = self.find(run_id)
            if entry is None or entry.run.terminal:
                return None
            run = entry.run
            if to is State.RUNNING and run.state is State.STOPPING:
                return None
            if to is State.STOPPED and run.state in (State.STARTING, State.RUNNING):
                run = advance(run, State.STOPPING, time.time())
            if run.state is State.STOPPING and to in TERMINAL:
                to, message = State.STOPPED, None
            run = advance(run, to, time.time(), message)
            self._runs[(entry.scope, run.job_name)][run_id] = run
            return run

    def attempt_after(self, scope: Scope, previous_id: str, run: JobRun, *, own_arguments: bool) -> JobRun:
        """A new run as the next attempt of one that has ended, with its arguments unless it has its own.

        Raises EntityNotFoundException, or InvalidInputException where the previous one still runs.
        """
        previous = self.named(scope, run.job_name, previous_id)
        if not previous.terminal:
            raise invalid_input(f"Job run {previous_id} is in state {previous.state} and cannot be retried")
        if not own_arguments:
            run = replace(run, arguments=previous.arguments, merged_arguments=previous.merged_arguments)
        attempt = previous.attempt + 1
        with self.lock:
            while jobs.attempt_id(previous_id, attempt) in self._where:
                attempt += 1
        fresh_id = jobs.attempt_id(previous_id, attempt)
        return replace(run, id=fresh_id, attempt=attempt, previous_run_id=previous_id)

    def clear(self) -> None:
        """Forget every run."""
        with self.lock:
            self._runs.clear()
            self._where.clear()
