"""What a run is to do, how it ended, and the way to it meanwhile."""

from __future__ import annotations

import queue
import time
from dataclasses import dataclass

from relay_cloud.arguments import ScriptArguments
from relay_cloud.credentials import Credentials
from relay_cloud.states import State


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be run. `timeout_seconds` counts from the script's start, as Glue's `Timeout` does."""

    run_id: str
    account: str
    region: str
    script: str
    arguments: ScriptArguments
    timeout_seconds: float
    spark: bool = True
    credentials: Credentials | None = None
    """Of the job's role; without them the run has the account's own."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended."""

    state: State
    message: str | None = None


class Control:
    """The way to a run from outside: `stop` ends it soon, from any thread."""

    def __init__(self) -> None:
        self.messages: queue.SimpleQueue[dict[str, object]] = queue.SimpleQueue()

    def stop(self) -> None:
        """Ask the run to end as STOPPED."""
        self.messages.put({"event": "stop"})

    def next(self, deadline: float | None) -> dict[str, object]:
        """The next message; one of `deadline` where none came until then (of the monotonic clock)."""
        if deadline is None:
            return self.messages.get()
        try:
            return self.messages.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            return {"event": "deadline"}
