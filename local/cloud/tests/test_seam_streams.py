from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from relay_cloud import seam_streams

ARN = "arn:aws:dynamodb:r:a:table/t/stream/s"


class Poller:
    """MiniStack's side of one table's stream: mappings that read it, and dispatched reads that a test runs."""

    def __init__(self, window: float = 0, size: int = 3, *, names: tuple[str, ...] = ("m",)) -> None:
        self.mappings: list[dict[str, Any]] = [
            {"UUID": name, "EventSourceArn": ARN, "BatchSize": size, "MaximumBatchingWindowInSeconds": window}
            for name in names
        ]
        self.records: list[int] = []
        self.answers = True
        self.dispatched: list[Callable[[], None]] = []
        self.read: list[str] = []
        self.service = SimpleNamespace(
            _poll_dynamodb_streams=self._poll,
            _iter_all_esms=lambda: (("a", "r", mapping) for mapping in self.mappings),
            _dispatch_esm_batch=self._dispatch,
            _dynamodb_stream_positions=dict.fromkeys(names, 0),
            _esm_backoff_until={},
            _esm_inflight={},
            _esm_wake=threading.Event(),
        )
        dynamodb = SimpleNamespace(
            stream_records_since=lambda table, at, limit: self.records[at : at + limit]
        )
        seam_streams.StreamReaders(
            self.service, dynamodb, lambda account, region: contextlib.nullcontext()
        ).install()

    def _dispatch(self, identifier: str, read: Callable[..., None], *given: Any) -> None:
        self.service._esm_inflight[identifier] = 1

        def run() -> None:
            read(*given)
            del self.service._esm_inflight[identifier]

        self.dispatched.append(run)

    def _poll(self) -> bool:
        for _, _, mapping in self.service._iter_all_esms():
            self.read.append(mapping["UUID"])
            if self.answers:
                self.service._dynamodb_stream_positions[mapping["UUID"]] = len(self.records)
        return self.answers

    def begins(self) -> bool:
        begun: bool = self.service._poll_dynamodb_streams()
        return begun

    def run_dispatched(self) -> None:
        """Each in a thread of its own, as MiniStack does."""
        waiting, self.dispatched = self.dispatched, []
        for run in waiting:
            thread = threading.Thread(target=run)
            thread.start()
            thread.join(5)


def test_each_mapping_is_read_by_itself_and_never_twice_at_once():
    poller = Poller(names=("one", "other"))
    assert not poller.begins()
    poller.records.append(1)
    assert poller.begins()
    assert poller.read == []
    assert not poller.begins()
    poller.run_dispatched()
    assert poller.read == ["one", "other"]
    assert not poller.begins()
    poller.records.append(2)
    assert poller.begins()


def test_a_batch_that_is_not_full_waits_for_its_window_and_then_wakes_the_poller():
    poller = Poller(window=0.2)
    poller.records.append(1)
    assert not poller.begins()
    poller.records.append(2)
    assert not poller.begins()
    assert poller.service._esm_wake.wait(5)
    assert poller.begins()


def test_a_full_batch_does_not_wait():
    full = Poller(window=60)
    full.records.extend([1, 2, 3])
    assert full.begins()


def test_the_window_of_the_next_batch_begins_with_its_first_record():
    poller = Poller(window=0.2)
    poller.records.append(1)
    assert not poller.begins()
    assert poller.service._esm_wake.wait(5)
    assert poller.begins()
    poller.run_dispatched()
    poller.records.append(2)
    assert not poller.begins()


def test_a_batch_that_failed_is_not_tried_again_at_once():
    poller = Poller()
    poller.answers = False
    poller.records.append(1)
    assert poller.begins()
    poller.run_dispatched()
    assert not poller.begins()


def test_a_disabled_mapping_is_not_read():
    poller = Poller()
    poller.mappings[0]["Enabled"] = False
    poller.records.append(1)
    assert not poller.begins()
