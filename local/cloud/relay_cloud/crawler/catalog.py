"""Writes found tables into the catalog under a crawler's policies, and counts what that changed.

Source of the policies: docs.aws.amazon.com/glue/latest/dg/crawler-schema-changes-prevent.html.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from relay_cloud.crawler import definitions
from relay_cloud.crawler.changes import Changes
from relay_cloud.crawler.grouping import Table, table_name
from relay_cloud.crawler.schema import Schema
from relay_cloud.crawler.targets import Plan

_DEPRECATED = "DEPRECATED_BY_CRAWLER"
_SERVICE_FIELDS = frozenset(
    {"DatabaseName", "CreateTime", "UpdateTime", "LastAccessTime", "CatalogId", "VersionId", "CreatedBy",
     "IsRegisteredWithLakeFormation", "IsMultiDialectView", "ViewDefinition"}
)  # fmt: skip


class Catalog(Protocol):
    """The Data Catalog. Names and inputs are those of Glue's API."""

    def ensure_database(self, name: str) -> None:
        """Make a database where there is none."""

    def tables(self, database: str) -> dict[str, Mapping[str, Any]]:
        """Every table by name."""

    def put_table(self, database: str, table: Mapping[str, Any], exists: bool) -> None:
        """Create or replace a table."""

    def delete_table(self, database: str, name: str) -> None:
        """Delete a table with its partitions."""

    def partitions(self, database: str, table: str) -> list[Mapping[str, Any]]:
        """Every partition of a table."""

    def put_partitions(self, database: str, table: str, added: Sequence[Any], changed: Sequence[Any]) -> None:
        """Create partitions, and replace those that are there."""

    def delete_partitions(self, database: str, table: str, values: Sequence[Sequence[str]]) -> None:
        """Delete partitions by their values."""


class Writer:
    """Takes the tables of one crawl, one call each, and `finish` at the end."""

    def __init__(self, catalog: Catalog, plan: Plan, crawl_id: str, log: Callable[[str], None]) -> None:
        self._catalog, self._plan, self._crawl_id, self._log = catalog, plan, crawl_id, log
        self.changes = Changes()
        catalog.ensure_database(plan.database)
        self._known = catalog.tables(plan.database)
        self._seen: set[str] = set()

    def write(self, bucket: str, table: Table) -> None:
        """Bring a found table and its partitions into the catalog."""
        name = self._name_of(f"s3://{bucket}/{table.prefix}")
        self._seen.add(name)
        found = definitions.table_input(bucket, name, table, self._plan.crawler, self._crawl_id)
        old = self._known.get(name)
        if old is None:
            self._catalog.put_table(self._plan.database, found, exists=False)
            self.changes.tables_added.append(name)
            self._log(f"INFO : Created table {name} in database {self._plan.database}")
        elif self._plan.updates_tables:
            self._update(name, old, found)
        elif _shape(old) != _shape(found):
            self._log(f"INFO : Table {name} changed; SchemaChangePolicy has it logged only")
        if table.keys:
            self._write_partitions(bucket, name, table)

    def finish(self) -> Changes:
        """Do with this crawler's tables that are no longer found what the policy says."""
        for name, table in self._known.items():
            parameters = table.get("Parameters") or {}
            gone = parameters.get("UPDATED_BY_CRAWLER") == self._plan.crawler and name not in self._seen
            if not gone:
                continue
            if self._plan.deletes == "DELETE_FROM_DATABASE":
                self._catalog.delete_table(self._plan.database, name)
                self.changes.tables_deleted.append(name)
                self._log(f"INFO : Deleted table {name} from database {self._plan.database}")
            elif self._plan.deletes == "DEPRECATE_IN_DATABASE" and _DEPRECATED not in parameters:
                kept = {key: value for key, value in table.items() if key not in _SERVICE_FIELDS}
                marked = {**parameters, _DEPRECATED: str(int(time.time() * 1000))}
                self._catalog.put_table(self._plan.database, {**kept, "Parameters": marked}, exists=True)
                self.changes.tables_updated.append(name)
                self._log(f"INFO : Deprecated table {name} in database {self._plan.database}")
        return self.changes

    def _name_of(self, location: str) -> str:
        """The location's name; with a hash of the location where another location's table has that name."""
        name = f"{self._plan.table_prefix}{table_name(location)}"
        known = self._known.get(name)
        taken = known is not None and known["StorageDescriptor"].get("Location") != location
        if taken or name in self._seen:
            return f"{name}_{hashlib.md5(location.encode(), usedforsecurity=False).hexdigest()}"
        return name

    def _update(self, name: str, old: Mapping[str, Any], found: dict[str, Any]) -> None:
        if self._plan.merge_columns:
            storage = found["StorageDescriptor"]
            kept = old["StorageDescriptor"].get("Columns", [])
            names = {column["Name"] for column in kept}
            storage["Columns"] = [*kept, *(new for new in storage["Columns"] if new["Name"] not in names)]
        self._catalog.put_table(self._plan.database, found, exists=True)
        if _shape(old) != _shape(found) or _DEPRECATED in (old.get("Parameters") or {}):
            self.changes.tables_updated.append(name)
            self._log(f"INFO : Updated table {name} in database {self._plan.database}")

    def _write_partitions(self, bucket: str, name: str, table: Table) -> None:
        known = {tuple(part["Values"]): part for part in self._catalog.partitions(self._plan.database, name)}
        columns = self._inherited(table)
        found = {
            part.values: definitions.partition_input(
                bucket, table, part, self._plan.crawler, self._crawl_id, columns
            )
            for part in table.partitions
        }
        added = [part for values, part in found.items() if values not in known]
        changed = [
            part
            for values, part in found.items()
            if values in known and self._plan.updates_tables and _storage(known[values]) != _storage(part)
        ]
        self._catalog.put_partitions(self._plan.database, name, added, changed)
        gone = [values for values in known if values not in found]
        if gone and self._plan.deletes == "DELETE_FROM_DATABASE":
            self._catalog.delete_partitions(self._plan.database, name, gone)
            self.changes.partitions_deleted += len(gone)
        self.changes.partitions_added += len(added)
        self.changes.partitions_updated += len(changed)

    def _inherited(self, table: Table) -> Schema | None:
        if not self._plan.inherit_columns:
            return None
        columns = {name: kind for name, kind in table.schema.columns.items() if name not in table.keys}
        return replace(table.schema, columns=columns)


def _shape(table: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes a table another one to those who query it; counts and sizes do not."""
    return _storage(table), table.get("PartitionKeys") or []


def _storage(holder: Mapping[str, Any]) -> tuple[Any, ...]:
    storage = holder.get("StorageDescriptor") or {}
    columns = [(column["Name"], column.get("Type")) for column in storage.get("Columns", [])]
    return columns, storage.get("Location"), storage.get("InputFormat"), storage.get("SerdeInfo")
