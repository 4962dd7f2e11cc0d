"""One crawl: list the targets, classify what lies there, group it into tables, write these."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple, Protocol

from relay_cloud.crawler.catalog import Catalog, Writer
from relay_cloud.crawler.changes import Changes
from relay_cloud.crawler.classify import Part, classify
from relay_cloud.crawler.grouping import Leaf, group_at
from relay_cloud.crawler.targets import Plan, Target

_READERS = 4


class Listed(Protocol):
    """An object in a listing."""

    @property
    def key(self) -> str:
        """Its key."""

    @property
    def size(self) -> int:
        """Its size in bytes."""


class Store(Protocol):
    """Objects to crawl."""

    def objects(self, bucket: str, prefix: str) -> Iterable[Listed]:
        """Every object under a prefix."""

    def part(self, bucket: str, key: str) -> Part:
        """An object to read from."""


class Stopped(Exception):
    """The crawl was asked to stop."""


class Watch(NamedTuple):
    """What a crawl tells and asks on its way: log lines, and whether it is to stop."""

    log: Callable[[str], None]
    stopping: Callable[[], bool]


def crawl(plan: Plan, crawl_id: str, store: Store, catalog: Catalog, watch: Watch) -> Changes:
    """Crawl the targets into the catalog. Raises `Stopped` between two objects, or before what a target
    has is written, once it is to stop; what the catalog has by then stays.
    """
    writer = Writer(catalog, plan, crawl_id, watch.log)
    for target in plan.targets:
        found = _classified(target, store, watch)
        if watch.stopping():
            raise Stopped
        watch.log(f"BENCHMARK : Classification complete, writing results to database {plan.database}")
        # A target that names one object is a table of that object.
        root = target.folder if all(leaf.key.startswith(target.folder) for leaf in found) else target.prefix
        for table in group_at(plan.level, root, found, plan.combine):
            writer.write(target.bucket, table)
    return writer.finish()


def _classified(target: Target, store: Store, watch: Watch) -> list[Leaf]:
    listed = [
        item for item in store.objects(target.bucket, target.prefix) if item.size and target.takes(item.key)
    ]
    with ThreadPoolExecutor(max_workers=_READERS) as pool:
        leaves = list(pool.map(partial(_leaf, target.bucket, store, watch), listed))
    return [leaf for leaf in leaves if leaf is not None]


def _leaf(bucket: str, store: Store, watch: Watch, item: Listed) -> Leaf | None:
    if watch.stopping():
        raise Stopped
    schema = classify(store.part(bucket, item.key), item.size)
    if schema is None:
        watch.log(f"WARN : s3://{bucket}/{item.key} is in no format that is known; left out")
        return None
    return Leaf(item.key, item.size, schema)
