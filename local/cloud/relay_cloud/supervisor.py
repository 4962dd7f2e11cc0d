"""Watches one script from its start to its end: its output, its own report, a stop, its deadline."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Mapping

from relay_cloud import runner
from relay_cloud.jvm import Jvm
from relay_cloud.logs import RunLogs, pump
from relay_cloud.processes import Family, output_streams, own_descriptor
from relay_cloud.script_process import ScriptProcess
from relay_cloud.states import State
from relay_cloud.work import Control, Outcome


class Supervisor:
    """Supervises one script; `run` blocks its thread."""

    def __init__(
        self, script: ScriptProcess, control: Control, logs: RunLogs, jvm: Jvm | None, timeout_seconds: float
    ) -> None:
        self._script = script
        self._control = control
        self._logs = logs
        self._jvm = jvm
        self._timeout_seconds = timeout_seconds

    def run(
        self, job: Mapping[str, object], family: Family, grace_seconds: float, on_started: Callable[[], None]
    ) -> tuple[Outcome, bool]:
        """Hand over the job and wait for its end.

        Args:
            job: what `runner.py` is told.
            family: ends the process and its group.
            grace_seconds: from TERM to KILL, of a run that is stopped or over its time.
            on_started: called when the script begins.

        Returns:
            The outcome, and whether the JVM was left clean.
        """
        streams = zip(
            output_streams(self._script.process), (self._logs.stdout, self._logs.stderr), strict=True
        )
        readers = [_thread(pump, own_descriptor(stream), sink) for stream, sink in streams]
        readers.append(_thread(_read_status, self._script.status, self._control))
        killed: Outcome | None = None
        finished: Mapping[str, object] | None = None
        try:
            self._script.begin(job)
            killed, finished = self._follow(on_started)
        except BrokenPipeError:
            pass
        finally:
            if killed is None:
                with contextlib.suppress(Exception):
                    self._script.process.wait(2)
            family.end(self._script.process, 0 if killed is None else grace_seconds)
            for thread in readers:
                thread.join(5)
        if finished is not None:
            return self._reported(finished)
        return killed or self._unreported(), False

    def _follow(self, on_started: Callable[[], None]) -> tuple[Outcome | None, Mapping[str, object] | None]:
        """Why the script is to be killed, and its own report: each None where there is none."""
        deadline: float | None = None
        finished: Mapping[str, object] | None = None
        while True:
            message = self._control.next(deadline)
            match message.get("event"):
                case "started":
                    deadline = time.monotonic() + self._timeout_seconds
                    on_started()
                case "finished":
                    finished = message
                case "stop":
                    return Outcome(State.STOPPED), finished
                case "deadline":
                    return Outcome(State.TIMEOUT, "Job run timed out"), finished
                case "gone":
                    return None, finished

    def _reported(self, finished: Mapping[str, object]) -> tuple[Outcome, bool]:
        clean = bool(finished["clean"])
        if finished["ok"]:
            return Outcome(State.SUCCEEDED), clean
        if not clean and self._jvm is not None and (reason := _jvm_end(self._jvm)):
            return Outcome(State.FAILED, reason), False
        return Outcome(State.FAILED, str(finished["message"])), clean

    def _unreported(self) -> Outcome:
        if self._jvm is not None and (reason := _jvm_end(self._jvm)):
            return Outcome(State.FAILED, reason)
        return Outcome(State.FAILED, _exit_message(self._script.process.returncode))


def _thread(target: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=target, args=arguments, daemon=True, name=target.__name__)
    thread.start()
    return thread


def _read_status(fd: int, control: Control) -> None:
    def sink(lines: object) -> None:
        if isinstance(lines, list):
            for line in lines:
                control.messages.put(json.loads(line))

    pump(fd, sink)
    control.messages.put({"event": "gone"})


def _jvm_end(jvm: Jvm) -> str | None:
    """Why the JVM is gone; None when it still runs half a second later."""
    with contextlib.suppress(Exception):
        jvm.process.wait(0.5)
    if jvm.alive:
        return None
    jvm.take_back(clean=False)
    reason = jvm.reason()
    if "OutOfMemoryError" in reason:
        return reason.removeprefix("Terminating due to ").strip()
    return f"Spark's JVM ended with exit code {jvm.process.returncode}. {reason}".strip()[
        : runner.MAX_MESSAGE
    ]


def _exit_message(code: int | None) -> str:
    """A process that ended without a word, in Glue's words; a signal counts as 128 plus its number, as in a
    shell.
    """
    number = code if code is not None and code >= 0 else 128 - (code or 0)
    return f"Command failed with exit code {number}"
