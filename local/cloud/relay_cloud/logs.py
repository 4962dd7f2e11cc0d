"""Log lines of a run on their way to CloudWatch Logs.

Glue 5.0 writes stdout and stderr to `/aws-glue/jobs/output` and Spark's logging to `/aws-glue/jobs/error`,
one stream
per job run (docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html). Locally stderr goes to
both, so that
a traceback is found in either.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence

OUTPUT_GROUP = "/aws-glue/jobs/output"
ERROR_GROUP = "/aws-glue/jobs/error"
MAX_LINE = 200_000
"""Longest event in characters; CloudWatch's limit is 256 KB. Longer lines are cut into several."""
MAX_LINES = 50_000
"""Lines of one stream held in memory; after that only the last ones are kept for the end."""
TAIL_LINES = 500

Put = Callable[[str, str, Sequence[tuple[int, str]]], None]
"""(group, stream, [(epoch milliseconds, message)]) -> None"""


class Stream:
    """One log stream with a bound: the first `max_lines` at once, and the last `tail_lines` when it is
    closed.
    """

    def __init__(
        self, put: Put, group: str, name: str, max_lines: int = MAX_LINES, tail_lines: int = TAIL_LINES
    ) -> None:
        self._put = put
        self._group = group
        self._name = name
        self._left = max_lines
        self._tail: deque[tuple[int, str]] = deque(maxlen=tail_lines)
        self._held_back = 0
        self._lock = threading.Lock()

    def write(self, lines: Iterable[str]) -> None:
        """Send lines now; those over the bound are held back."""
        now = time.time_ns() // 1_000_000
        batch = [(now, piece) for line in lines for piece in _pieces(line)]
        with self._lock:
            direct, rest = batch[: self._left], batch[self._left :]
            self._left -= len(direct)
            self._tail.extend(rest)
            self._held_back += len(rest)
            if direct:
                self._put(self._group, self._name, direct)

    def close(self) -> None:
        """Send what was held back: a line that says how much is missing, then the last lines."""
        with self._lock:
            if self._held_back:
                missing = self._held_back - len(self._tail)
                note = (
                    time.time_ns() // 1_000_000,
                    f"[{missing} lines left out; the last {len(self._tail)} follow]",
                )
                self._put(self._group, self._name, [note, *self._tail])
                self._tail.clear()
                self._held_back = 0


class RunLogs:
    """The streams of one job run, there from its start; the stream's name is the job run id."""

    def __init__(self, put: Put, run_id: str) -> None:
        self._output = Stream(put, OUTPUT_GROUP, run_id)
        self._error = Stream(put, ERROR_GROUP, run_id)
        for group in (OUTPUT_GROUP, ERROR_GROUP):
            put(group, run_id, ())

    def stdout(self, lines: Sequence[str]) -> None:
        """Lines the script printed."""
        self._output.write(lines)

    def stderr(self, lines: Sequence[str]) -> None:
        """Lines on the script's stderr."""
        self._output.write(lines)
        self._error.write(lines)

    def spark(self, lines: Sequence[str]) -> None:
        """Lines of the JVM and of this program."""
        self._error.write(lines)

    def close(self) -> None:
        """Send the last lines."""
        self._output.close()
        self._error.close()


def pump(fd: int, sink: Callable[[Sequence[str]], None]) -> None:
    """Read a pipe to its end and hand its lines to `sink` as they come. A last line without a newline is
    not lost.
    """
    rest = b""
    try:
        while chunk := os.read(fd, 65536):
            *whole, rest = (rest + chunk).split(b"\n")
            if len(rest) > MAX_LINE:
                whole.append(rest)
                rest = b""
            if whole:
                sink([line.decode("utf-8", "replace").rstrip("\r") for line in whole])
    except OSError:
        pass
    if rest:
        sink([rest.decode("utf-8", "replace")])
    os.close(fd)


def _pieces(line: str) -> list[str]:
    if not line:
        return [" "]
    return [line[at : at + MAX_LINE] for at in range(0, len(line), MAX_LINE)]
