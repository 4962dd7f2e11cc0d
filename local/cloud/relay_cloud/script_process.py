"""The Python processes of runs: each waits for one job, and one waits ahead of time."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from relay_cloud import runner, sparkenv
from relay_cloud.processes import Family, Process
from relay_cloud.settings import Settings


class ScriptProcess:
    """A Python process that waits for a job, with its status descriptor."""

    def __init__(self, settings: Settings, family: Family) -> None:
        self.status, write = os.pipe()
        try:
            self.process: Process = family.start(
                [sys.executable, "-s", str(Path(runner.__file__)), str(write)],
                environment=sparkenv.runner_environment(settings, family.instance),
                cwd=settings.work_dir,
                pass_fds=[write],
            )
        except BaseException:
            os.close(self.status)
            raise
        finally:
            os.close(write)

    def begin(self, job: Mapping[str, object]) -> None:
        """Hand over the job. The pipe stays open: its end tells the process that the cloud is gone."""
        if self.process.stdin is not None:
            self.process.stdin.write((json.dumps(job) + "\n").encode())
            self.process.stdin.flush()


class Spare:
    """Keeps one process waiting, since most of a process's start is the import of pyspark."""

    def __init__(self, settings: Settings, family: Family) -> None:
        self._settings = settings
        self._family = family
        self._lock = threading.Lock()
        self._waiting: ScriptProcess | None = None

    def take(self) -> ScriptProcess:
        """The process that waits, or a new one. Raises OSError, or RuntimeError at the cloud's end."""
        with self._lock:
            waiting, self._waiting = self._waiting, None
        if waiting is not None:
            if waiting.process.poll() is None:
                return waiting
            os.close(waiting.status)
        return ScriptProcess(self._settings, self._family)

    def make(self) -> None:
        """Start one unless one waits."""
        with self._lock:
            if self._waiting is None:
                with contextlib.suppress(OSError, RuntimeError):
                    self._waiting = ScriptProcess(self._settings, self._family)

    def make_soon(self, after_seconds: float) -> None:
        """As `make`, later: the run that has just begun goes first."""
        timer = threading.Timer(after_seconds, self.make)
        timer.daemon = True
        timer.start()
