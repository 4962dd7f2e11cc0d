"""What a classifier found out about an object, and how the schemas of several become one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce

SIMILAR = 0.7
"""Share of column names that two schemas must have in common to be one table's."""
_WIDENED = {
    frozenset({"bigint", "double"}): "double",
    frozenset({"int", "bigint"}): "bigint",
    frozenset({"int", "double"}): "double",
    frozenset({"float", "double"}): "double",
}


@dataclass(frozen=True, slots=True)
class Schema:
    """Columns by name with their Hive types, in order, and the format they are stored in.

    ``records`` and ``bytes`` are of the sample that was read: together they give the average record size.
    ``settings`` is what a SerDe needs beyond the columns (the delimiter, whether there is a header).
    """

    classification: str
    columns: Mapping[str, str]
    compression: str = "none"
    records: int = 0
    bytes: int = 0
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def record_bytes(self) -> int:
        """Average size of a record in bytes, at least 1."""
        return max(1, round(self.bytes / self.records)) if self.records else 1


def same_format(one: Schema, other: Schema) -> bool:
    """Whether one table's InputFormat and SerDe can read both."""
    return _format(one) == _format(other)


def similar(one: Schema, other: Schema) -> bool:
    """Whether two schemas look like one table's: the same format, and mostly the same columns."""
    names, others = set(one.columns), set(other.columns)
    return same_format(one, other) and len(names & others) >= SIMILAR * len(names | others)


def merged(schemas: Iterable[Schema]) -> Schema:
    """One schema for objects of one format: all columns, in the order in which they first occur."""
    return reduce(_merge, schemas)


def widened(one: str, other: str) -> str:
    """The type that takes the values of both; `string` where nothing narrower does."""
    return one if one == other else _WIDENED.get(frozenset({one, other}), "string")


def _format(schema: Schema) -> tuple[object, ...]:
    return schema.classification, schema.compression, sorted(schema.settings.items())


def _merge(one: Schema, other: Schema) -> Schema:
    columns = dict(one.columns)
    for name, kind in other.columns.items():
        columns[name] = widened(columns.get(name, kind), kind)
    return Schema(
        one.classification,
        columns,
        one.compression,
        one.records + other.records,
        one.bytes + other.bytes,
        one.settings,
    )
