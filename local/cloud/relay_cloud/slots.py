"""Admission: at most N runs at once, the rest wait in the order they came."""

from __future__ import annotations

import threading
from collections import deque


class Slots:
    """Counts slots and keeps the queue of waiting run ids. Safe to use from any thread."""

    def __init__(self, count: int) -> None:
        if count < 1:
            raise ValueError(f"slots must be at least 1, not {count}")
        self._lock = threading.Lock()
        self._free = count
        self._waiting: deque[str] = deque()

    def submit(self, run_id: str) -> bool:
        """Take a slot for the run, or queue it. True when it may start now."""
        with self._lock:
            if self._free > 0 and not self._waiting:
                self._free -= 1
                return True
            self._waiting.append(run_id)
            return False

    def release(self) -> str | None:
        """Give a slot back. Returns the run that has it now, if one was waiting."""
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._free += 1
            return None

    def cancel(self, run_id: str) -> bool:
        """Take a waiting run out of the queue. False when it was not waiting."""
        with self._lock:
            try:
                self._waiting.remove(run_id)
            except ValueError:
                return False
            return True

    def clear(self) -> None:
        """Forget every waiting run."""
        with self._lock:
            self._waiting.clear()
