"""How MiniStack runs Lambda functions and wakes them, where it is slower or coarser than this machine allows.

Part of the seam: what these functions touch is in `seam.NEEDED`, so that an upgrade that moves it is named.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

Response = dict[str, Any]

LONGEST_WAIT_SECONDS = 60.0
"""Longer than what a burst of hundreds of events waits."""


def limit_workers(lambda_svc: Any, workers: int) -> None:
    """Let an invocation wait for one of `workers` workers of its function, where MiniStack starts another
    Node process for each that comes at once: fifty at once cost fifty cold starts, which is all that two
    cores do for ten seconds.

    AWS keeps asynchronous invocations beyond a function's concurrency in a queue of its own
    (docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html). Who waited for
    `LONGEST_WAIT_SECONDS` gets a worker more, so that functions which call each other cannot wait for good.
    """
    dispatch = lambda_svc._execute_function_dispatch
    rooms: dict[str, threading.Semaphore] = {}
    lock = threading.Lock()

    def dispatch_in_turn(
        func: dict[str, Any], config: dict[str, Any], event: Any, request_id: str, started: float
    ) -> Response:
        with lock:
            room = rooms.setdefault(str(config.get("FunctionArn")), threading.Semaphore(workers))
        entered = room.acquire(timeout=LONGEST_WAIT_SECONDS)
        try:
            answer: Response = dispatch(func, config, event, request_id, time.time())
        finally:
            if entered:
                room.release()
        return answer

    lambda_svc._execute_function_dispatch = dispatch_in_turn


def read_logs_briefly(runtime: Any) -> None:
    """Wait 5 ms for the first log line of an invocation and 2 ms for another, not 50 and 5: a worker writes
    its log before its answer, and until it is read neither worker nor queue goes on.
    """
    drain = runtime.Worker._drain_stderr_bounded

    def drain_briefly(worker: Any) -> str:
        lines: str = drain(worker, first_line_wait=0.005, idle_confirm=0.002)
        return lines

    runtime.Worker._drain_stderr_bounded = drain_briefly


def fill_batches(sqs: Any) -> None:
    """Give a queue's function up to the `BatchSize` messages that wait, where MiniStack stops at the ten that
    ReceiveMessage may bring (docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html: up to 10,000).
    """
    receive = sqs._receive_messages_for_esm

    def receive_all(queue_url: str, max_number: int) -> list[dict[str, Any]]:
        batch: list[dict[str, Any]] = []
        while len(batch) < max_number and (more := receive(queue_url, max_number - len(batch))):
            batch += more
        return batch

    sqs._receive_messages_for_esm = receive_all


class BatchWindows:
    """`MaximumBatchingWindowInSeconds` of DynamoDB streams, which MiniStack stores and does not look at: a
    batch that is not full waits so long after its first record
    (docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html).
    """

    def __init__(self, lambda_svc: Any, dynamodb: Any, request_scope: Callable[..., Any]) -> None:
        self._lambda = lambda_svc
        self._dynamodb = dynamodb
        self._scope = request_scope
        self._first_seen: dict[str, tuple[int, float]] = {}

    def install(self) -> None:
        """Hold batches back from the poller until they are due."""
        poll = self._lambda._poll_dynamodb_streams

        def poll_what_is_due() -> bool:
            for account, region, mapping in self._lambda._iter_all_esms():
                window = float(mapping.get("MaximumBatchingWindowInSeconds") or 0)
                if window and ":dynamodb:" in mapping["EventSourceArn"]:
                    with self._scope(account, region):
                        self._hold_back(mapping, window)
            processed: bool = poll()
            return processed

        self._lambda._poll_dynamodb_streams = poll_what_is_due

    def _hold_back(self, mapping: dict[str, Any], window: float) -> None:
        identifier = str(mapping["UUID"])
        position = self._lambda._dynamodb_stream_positions.get(identifier)
        size = int(mapping.get("BatchSize") or 100)
        table = mapping["EventSourceArn"].split("/")[1]
        if position is None:
            return
        waiting = len(self._dynamodb.stream_records_since(table, position, size))
        if waiting == 0 or waiting >= size:
            return
        now = time.time()
        if self._first_seen.get(identifier, (-1, 0.0))[0] != position:
            self._first_seen[identifier] = (position, now + window)
            wake = threading.Timer(window, self._lambda._esm_wake.set)
            wake.daemon = True
            wake.start()
        due = self._first_seen[identifier][1]
        if due > now:
            held_until = self._lambda._esm_backoff_until.get(identifier, 0)
            self._lambda._esm_backoff_until[identifier] = max(held_until, due)
