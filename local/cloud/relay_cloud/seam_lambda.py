"""How MiniStack runs Lambda functions, where it is slower than this machine allows.

Part of the seam: what these functions touch is in `seam.NEEDED`, so that an upgrade that moves it is named.
"""

from __future__ import annotations

import threading
import time
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
