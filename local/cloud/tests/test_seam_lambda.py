from __future__ import annotations

import contextlib
import threading
import time
from types import SimpleNamespace
from typing import Any

from relay_cloud import seam_lambda


def test_no_more_invocations_of_a_function_than_workers_run_at_once():
    running: list[str] = []
    most: dict[str, int] = {}
    release = threading.Event()

    def dispatch(func: Any, config: Any, event: Any, request_id: str, started: float) -> dict[str, Any]:
        arn = config["FunctionArn"]
        running.append(arn)
        most[arn] = max(most.get(arn, 0), running.count(arn))
        release.wait(5)
        running.remove(arn)
        return {"body": event}

    service = SimpleNamespace(_execute_function_dispatch=dispatch)
    seam_lambda.limit_workers(service, 2)
    answers: list[dict[str, Any]] = []

    def invoke(arn: str, event: int) -> None:
        answers.append(service._execute_function_dispatch({}, {"FunctionArn": arn}, event, "r", 0.0))

    threads = [threading.Thread(target=invoke, args=(arn, n)) for n in range(4) for arn in ("one", "other")]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 5
    while len(running) < 4 and time.monotonic() < deadline:
        time.sleep(0.001)
    assert sorted(running) == ["one", "one", "other", "other"]
    release.set()
    for thread in threads:
        thread.join(5)
    assert most == {"one": 2, "other": 2}
    assert sorted(answer["body"] for answer in answers) == [0, 0, 1, 1, 2, 2, 3, 3]


def test_who_waited_long_enough_is_let_in(monkeypatch):
    monkeypatch.setattr(seam_lambda, "LONGEST_WAIT_SECONDS", 0.01)
    service = SimpleNamespace()

    def dispatch(func: Any, config: Any, event: int, request_id: str, started: float) -> dict[str, Any]:
        calls_itself = event > 0
        return (
            service._execute_function_dispatch(func, config, event - 1, "r", 0.0)
            if calls_itself
            else {"body": "end"}
        )

    service._execute_function_dispatch = dispatch
    seam_lambda.limit_workers(service, 1)
    answer = service._execute_function_dispatch({}, {"FunctionArn": "f"}, 3, "r", 0.0)
    assert answer == {"body": "end"}


def test_a_queues_function_gets_as_many_as_wait_and_it_takes():
    waiting = list(range(25))

    def receive(queue_url: str, max_number: int) -> list[int]:
        taken = waiting[: min(max_number, 10)]
        del waiting[: len(taken)]
        return taken

    service = SimpleNamespace(_receive_messages_for_esm=receive)
    seam_lambda.fill_batches(service)
    assert service._receive_messages_for_esm("queue", 12) == list(range(12))
    assert service._receive_messages_for_esm("queue", 100) == list(range(12, 25))
    assert service._receive_messages_for_esm("queue", 100) == []


class Stream:
    """MiniStack's side of a table's stream with one mapping."""

    def __init__(self, window: float, size: int = 3) -> None:
        self.mapping = {
            "UUID": "m",
            "EventSourceArn": "arn:aws:dynamodb:r:a:table/t/stream/s",
            "BatchSize": size,
            "MaximumBatchingWindowInSeconds": window,
        }
        self.records: list[int] = []
        self.polls = 0
        self.service = SimpleNamespace(
            _poll_dynamodb_streams=self._poll,
            _iter_all_esms=lambda: [("a", "r", self.mapping)],
            _dynamodb_stream_positions={"m": 0},
            _esm_backoff_until={},
            _esm_wake=threading.Event(),
        )
        dynamodb = SimpleNamespace(
            stream_records_since=lambda table, at, limit: self.records[at : at + limit]
        )
        scope = contextlib.nullcontext
        seam_lambda.BatchWindows(self.service, dynamodb, lambda account, region: scope()).install()

    def _poll(self) -> bool:
        self.polls += 1
        return False

    def is_held(self) -> bool:
        self.service._poll_dynamodb_streams()
        held: bool = self.service._esm_backoff_until.get("m", 0) > time.time()
        return held


def test_a_batch_that_is_not_full_waits_for_its_window_and_then_wakes_the_poller():
    stream = Stream(window=0.2)
    assert not stream.is_held()
    stream.records.append(1)
    assert stream.is_held()
    stream.records.append(2)
    assert stream.is_held()
    assert stream.service._esm_wake.wait(5)
    assert not stream.is_held()


def test_a_full_batch_does_not_wait_and_neither_does_one_without_a_window():
    full = Stream(window=60)
    full.records.extend([1, 2, 3])
    assert not full.is_held()
    at_once = Stream(window=0)
    at_once.records.append(1)
    assert not at_once.is_held()


def test_the_window_of_the_next_batch_begins_with_its_first_record():
    stream = Stream(window=0.2)
    stream.records.append(1)
    assert stream.is_held()
    assert stream.service._esm_wake.wait(5)
    stream.service._dynamodb_stream_positions["m"] = 1
    assert not stream.is_held()
    stream.records.append(2)
    assert stream.is_held()
