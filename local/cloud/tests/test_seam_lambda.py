from __future__ import annotations

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
