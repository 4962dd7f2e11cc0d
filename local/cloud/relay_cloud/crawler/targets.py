"""A crawler's definition as far as a crawl goes by it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from relay_cloud.crawler.glob import compiled
from relay_cloud.errors import invalid_input


@dataclass(frozen=True, slots=True)
class Target:
    """An S3 include path: everything under the prefix, or the object of that name."""

    bucket: str
    prefix: str
    exclusions: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """The prefix as that of a folder; the bucket itself is the empty one."""
        return self.prefix if not self.prefix or self.prefix.endswith("/") else f"{self.prefix}/"

    def takes(self, key: str) -> bool:
        """Whether a key is to be crawled: in the target, not excluded, no job's marker (`_SUCCESS`)."""
        inside = key == self.prefix or key.startswith(self.folder)
        below = key.removeprefix(self.folder)
        hidden = below.rpartition("/")[2].startswith(("_", ".")) or "/_temporary/" in f"/{below}"
        return inside and not hidden and not any(compiled(each).fullmatch(below) for each in self.exclusions)


@dataclass(frozen=True, slots=True)
class Plan:
    """What one crawl is to do: targets, where tables go and what may be changed."""

    crawler: str
    targets: tuple[Target, ...]
    database: str
    table_prefix: str
    updates_tables: bool
    deletes: str
    combine: bool
    level: int | None
    merge_columns: bool
    inherit_columns: bool


def plan_of(crawler: Mapping[str, Any]) -> Plan:
    """The plan of a crawler's definition. Raises InvalidInputException for a wrong Configuration."""
    policy = crawler.get("SchemaChangePolicy") or {}
    settings = configuration_of(crawler.get("Configuration"))
    output = settings.get("CrawlerOutput") or {}
    behaviour = {
        kind: (output.get(kind) or {}).get("AddOrUpdateBehavior") for kind in ("Tables", "Partitions")
    }
    grouping = settings.get("Grouping") or {}
    return Plan(
        crawler=str(crawler["Name"]),
        targets=s3_targets(crawler.get("Targets") or {}),
        database=str(crawler.get("DatabaseName") or "default"),
        table_prefix=str(crawler.get("TablePrefix") or ""),
        updates_tables=policy.get("UpdateBehavior") != "LOG",
        deletes=str(policy.get("DeleteBehavior") or "DEPRECATE_IN_DATABASE"),
        combine=grouping.get("TableGroupingPolicy") == "CombineCompatibleSchemas",
        level=grouping.get("TableLevelConfiguration"),
        merge_columns=behaviour["Tables"] == "MergeNewColumns",
        inherit_columns=behaviour["Partitions"] == "InheritFromTable",
    )


def s3_targets(targets: Mapping[str, Any]) -> tuple[Target, ...]:
    """The S3 targets, the only kind that is crawled here. Raises InvalidInputException where there is none,
    or one is no S3 address.
    """
    given: Sequence[Mapping[str, Any]] = targets.get("S3Targets") or ()
    if not given:
        raise invalid_input("At least one S3 target is required; the local cloud crawls no other kind")
    return tuple(_target(target) for target in given)


def configuration_of(text: str | None) -> dict[str, Any]:
    """`Configuration`, a JSON text. Raises InvalidInputException where it is not an object."""
    try:
        read = json.loads(text or "{}")
    except ValueError as error:
        raise invalid_input(f"Configuration is not JSON: {error}") from error
    if not isinstance(read, dict):
        raise invalid_input("Configuration must be a JSON object")
    return read


def _target(given: Mapping[str, Any]) -> Target:
    address = str(given.get("Path") or "")
    bucket, _, prefix = address.removeprefix("s3://").partition("/")
    if not address.startswith("s3://") or not bucket:
        raise invalid_input(f"Path {address!r} of an S3 target must be s3://bucket/prefix")
    return Target(bucket, prefix, tuple(given.get("Exclusions") or ()))
