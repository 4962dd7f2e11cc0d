"""The cloud, its S3 and its catalog in memory, for tests of the crawler API."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from cloud_process import until
from relay_cloud.cloud import Scope
from relay_cloud.crawler.aws import Listed
from relay_cloud.crawler.service import Crawlers
from relay_cloud.errors import GlueError

HERE = Scope("123456789012", "eu-west-2")
BANK = {
    "Name": "raw-bank",
    "DatabaseName": "bank",
    "Targets": {"S3Targets": [{"Path": "s3://data/raw/bank/"}]},
}
CSV = b"age,job\n1,clerk\n2,cook\n"


@dataclass
class Bytes:
    """An object in memory (`classify.Part`)."""

    content: bytes

    def start(self, count: int) -> bytes:
        return self.content[:count]

    def end(self, count: int) -> bytes:
        return self.content[-count:]


class World:
    """The cloud, its S3 and its catalog, in memory. Reading waits for `may_read`."""

    def __init__(self) -> None:
        self.definitions: dict[str, dict[str, Any]] = {"raw-bank": dict(BANK)}
        self.stored: dict[str, bytes] = {"raw/bank/a.csv": CSV}
        self.events: list[Mapping[str, Any]] = []
        self.lines: list[str] = []
        self.kept: dict[str, dict[str, Any]] = {}
        self.parts: dict[str, dict[tuple[str, ...], Any]] = {}
        self.may_read = threading.Event()
        self.may_read.set()
        self.api = Crawlers(self, lambda account, region: (self, self))

    # the cloud
    def crawlers(self, scope: Scope) -> dict[str, dict[str, Any]]:
        return self.definitions

    def put_event(self, scope: Scope, event: Mapping[str, Any]) -> None:
        self.events.append(event)

    def put_logs(self, scope: Scope, group: str, stream: str, batch: Sequence[tuple[int, str]]) -> None:
        self.lines.extend(f"{group} {stream} {message}" for _, message in batch)

    # S3
    def objects(self, bucket: str, prefix: str) -> list[Listed]:
        return [Listed(key, len(body)) for key, body in sorted(self.stored.items()) if key.startswith(prefix)]

    def part(self, bucket: str, key: str) -> Bytes:
        self.may_read.wait(10)
        return Bytes(self.stored[key])

    # the catalog
    def ensure_database(self, name: str) -> None:
        pass

    def tables(self, database: str) -> dict[str, Any]:
        return dict(self.kept)

    def put_table(self, database: str, table: Mapping[str, Any], exists: bool) -> None:
        assert (table["Name"] in self.kept) is exists
        self.kept[table["Name"]] = dict(table)

    def delete_table(self, database: str, name: str) -> None:
        del self.kept[name]

    def partitions(self, database: str, table: str) -> list[Any]:
        return list(self.parts.get(table, {}).values())

    def put_partitions(self, database: str, table: str, added: Sequence[Any], changed: Sequence[Any]) -> None:
        self.parts.setdefault(table, {}).update({tuple(part["Values"]): part for part in [*added, *changed]})

    def delete_partitions(self, database: str, table: str, values: Sequence[Any]) -> None:
        for one in values:
            del self.parts[table][tuple(one)]

    # what tests do
    def state(self) -> str:
        return str(self.api.get(HERE, {"Name": "raw-bank"})["Crawler"]["State"])

    def crawl(self) -> dict[str, Any]:
        ended = len(self.events) + 2
        self.api.start(HERE, {"Name": "raw-bank"})
        until("the crawl is over", lambda: self.state() == "READY" and len(self.events) >= ended, 10)
        return dict(self.api.list_crawls(HERE, {"CrawlerName": "raw-bank"})["Crawls"][0])


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(GlueError) as raised:
        call()
    return raised.value.code
