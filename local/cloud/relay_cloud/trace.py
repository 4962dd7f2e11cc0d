"""What happened when, as JSON lines; the benchmarks read it."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import IO


class Trace:
    """Appends one JSON object a line with `wall_ns` (epoch) and `mono_ns` (monotonic clock). Without a path
    it does nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        self._file: IO[str] | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("a", encoding="utf-8", buffering=1)

    def note(self, event: str, **fields: object) -> None:
        """Record `event` now. Fields that are None are left out."""
        if self._file is None:
            return
        line: dict[str, object] = {"event": event, "wall_ns": time.time_ns(), "mono_ns": time.monotonic_ns()}
        line.update({name: value for name, value in fields.items() if value is not None})
        with self._lock:
            if not self._file.closed:
                self._file.write(json.dumps(line, separators=(",", ":")) + "\n")

    def close(self) -> None:
        """Close the file; later notes are dropped."""
        with self._lock:
            if self._file is not None:
                self._file.close()

    def __enter__(self) -> Trace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.close()
