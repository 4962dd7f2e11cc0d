"""Child processes that end with the local cloud."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from relay_cloud import guard
from relay_cloud.sparkenv import MARKER

Process = subprocess.Popen[bytes]


class Family:
    """Every process group this cloud started, and the guard that ends them if the cloud cannot."""

    def __init__(self) -> None:
        self.instance = uuid.uuid4().hex
        self._lock = threading.Lock()
        self._groups: set[int] = set()
        self._closed = False
        self._guard: Process = subprocess.Popen(
            [sys.executable, "-S", "-E", str(Path(guard.__file__)), self.instance, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", "")},
            start_new_session=True,
        )

    def mark_children(self) -> None:
        """Give the marker to every process MiniStack itself starts (Lambda workers) through this one's
        environment.
        """
        os.environ[MARKER] = self.instance

    def start(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        cwd: Path,
        pass_fds: Sequence[int] = (),
    ) -> Process:
        """Start a command as the leader of its own process group, all three standard streams as pipes.

        Raises RuntimeError when the cloud is shutting down, OSError when the command cannot be started.
        """
        with self._lock:
            if self._closed:
                raise RuntimeError("the local cloud is shutting down")
            process = subprocess.Popen(
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=dict(environment),
                cwd=cwd,
                pass_fds=tuple(pass_fds),
                start_new_session=True,
            )
            self._groups.add(process.pid)
            self._tell(f"+{process.pid}\n")
        return process

    def end(self, process: Process, grace: float = 0.0) -> None:
        """End a process and all of its group: TERM and up to `grace` seconds, then KILL. Collects the exit
        code.
        """
        if grace > 0 and process.poll() is None:
            _signal_group(process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(grace)
        _signal_group(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        with self._lock:
            if process.pid in self._groups:
                self._groups.discard(process.pid)
                self._tell(f"-{process.pid}\n")

    def close(self) -> None:
        """Kill everything at once and wait until nothing of this cloud is left (3 s at most)."""
        with self._lock:
            self._closed = True
            groups = set(self._groups)
        guard.sweep(self.instance, groups, {os.getpid(), self._guard.pid})
        if self._guard.stdin is not None:
            with contextlib.suppress(OSError):
                self._guard.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._guard.wait(4)

    def _tell(self, line: str) -> None:
        if self._guard.stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                self._guard.stdin.write(line.encode())
                self._guard.stdin.flush()


def _signal_group(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def output_streams(process: Process) -> tuple[IO[bytes], IO[bytes]]:
    """A process's stdout and stderr, both of which are pipes."""
    if process.stdout is None or process.stderr is None:
        raise ValueError("the process was not started with pipes")
    return process.stdout, process.stderr


def own_descriptor(stream: IO[bytes]) -> int:
    """The stream's descriptor, to be read and closed by the caller; the stream itself is closed."""
    descriptor = os.dup(stream.fileno())
    stream.close()
    return descriptor


def wait_until_gone(pid: int, *, poll_seconds: float = 0.5) -> None:
    """Return when process `pid` is gone (or was replaced by another with its number)."""
    born = _start_time(pid)
    while True:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        except PermissionError:
            pass
        if _start_time(pid) != born:
            return
        time.sleep(poll_seconds)


def _start_time(pid: int) -> str | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    return None if fields[0] == "Z" else fields[19]
