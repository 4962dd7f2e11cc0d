"""How MiniStack reads DynamoDB streams for Lambda functions.

Part of the seam: what these functions touch is in `seam.NEEDED`, so that an upgrade that moves it is named.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

PAUSE_SECONDS = 1.0
"""After a batch that failed, as MiniStack paces its own."""

Mapping = dict[str, Any]
Scoped = tuple[str, str, Mapping]
"""Account, region and event source mapping."""


class StreamReaders:
    """Reads the stream of each mapping by itself, one batch after the other, as AWS does for a shard;
    MiniStack's one poller stands still for queues and other streams until a function has answered.

    Also honours `MaximumBatchingWindowInSeconds`, which MiniStack stores and does not look at: a batch that
    is not full waits so long after its first record
    (docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html).
    """

    def __init__(self, lambda_svc: Any, dynamodb: Any, request_scope: Callable[..., Any]) -> None:
        self._lambda = lambda_svc
        self._dynamodb = dynamodb
        self._scope = request_scope
        self._all: Callable[[], Iterator[Scoped]] = lambda_svc._iter_all_esms
        self._read: Callable[[], bool] = lambda_svc._poll_dynamodb_streams
        self._only: ContextVar[Scoped | None] = ContextVar("only", default=None)
        self._first_seen: dict[str, tuple[int, float]] = {}

    def install(self) -> None:
        """Take the place of the poller's look at streams."""
        self._lambda._poll_dynamodb_streams = self._begin_what_is_due
        self._lambda._iter_all_esms = self._mappings

    def _mappings(self) -> Iterator[Scoped]:
        only = self._only.get()
        return self._all() if only is None else iter([only])

    def _begin_what_is_due(self) -> bool:
        begun = False
        for account, region, mapping in self._all():
            if not self._is_idle_stream(mapping):
                continue
            with self._scope(account, region):
                if self._is_due(mapping):
                    self._lambda._dispatch_esm_batch(
                        mapping["UUID"], self._read_one, (account, region, mapping)
                    )
                    begun = True
        return begun

    def _is_idle_stream(self, mapping: Mapping) -> bool:
        is_stream = ":dynamodb:" in mapping["EventSourceArn"]
        return (
            is_stream and mapping.get("Enabled", True) and not self._lambda._esm_inflight.get(mapping["UUID"])
        )

    def _read_one(self, mapping: Scoped) -> None:
        self._only.set(mapping)  # of this thread's own context
        if not self._read():  # failed, or the function or the table is gone
            self._lambda._esm_backoff_until[mapping[2]["UUID"]] = time.time() + PAUSE_SECONDS

    def _is_due(self, mapping: Mapping) -> bool:
        identifier, size = str(mapping["UUID"]), int(mapping.get("BatchSize") or 100)
        position = self._lambda._dynamodb_stream_positions.get(identifier)
        if position is None:
            return True  # the first look sets it
        if self._lambda._esm_backoff_until.get(identifier, 0) > time.time():
            return False
        table = mapping["EventSourceArn"].split("/")[1]
        waiting = len(self._dynamodb.stream_records_since(table, position, size))
        window = float(mapping.get("MaximumBatchingWindowInSeconds") or 0)
        return waiting >= size or (waiting > 0 and self._window_is_over(identifier, position, window))

    def _window_is_over(self, identifier: str, position: int, window: float) -> bool:
        now = time.time()
        if self._first_seen.get(identifier, (-1, 0.0))[0] != position:
            self._first_seen[identifier] = (position, now + window)
            if window:
                wake = threading.Timer(window, self._lambda._esm_wake.set)
                wake.daemon = True
                wake.start()
        return self._first_seen[identifier][1] <= now
