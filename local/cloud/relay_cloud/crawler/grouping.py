"""Which objects are one table, and which of its folders are partitions.

Source: docs.aws.amazon.com/glue/latest/dg/crawler-s3-folder-table-partition.html: where the schemas of a
folder level are mostly similar, the folder above is a table and the level is a partition key; folders that
are not become tables of their own. A level whose folders are all `key=value` is a partition key whatever
the similarity, as long as one format can read them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from relay_cloud.crawler.schema import Schema, merged, same_format, similar

Alike = Callable[[Schema, Schema], bool]
_NOT_A_NAME = re.compile(r"[^a-z0-9_]")


@dataclass(frozen=True, slots=True)
class Leaf:
    """An object that a classifier knows: its key, its size in bytes and its schema."""

    key: str
    size: int
    schema: Schema


@dataclass(frozen=True, slots=True)
class Partition:
    """A folder, with the values of its table's partition keys, and its objects."""

    values: tuple[str, ...]
    prefix: str
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table at a folder, or at a single object. Without keys it has one partition, which is itself."""

    prefix: str
    keys: tuple[str, ...]
    partitions: tuple[Partition, ...]

    @property
    def schema(self) -> Schema:
        """The columns of all its objects."""
        return merged(leaf.schema for part in self.partitions for leaf in part.leaves)


@dataclass(slots=True)
class _Folder:
    prefix: str
    leaves: list[Leaf] = field(default_factory=list)
    folders: dict[str, _Folder] = field(default_factory=dict)


def group(root: str, leaves: Iterable[Leaf], combine: bool = False) -> list[Table]:
    """The tables under an include path.

    `combine` is the grouping policy CombineCompatibleSchemas: what one format can read is one table.
    """
    top = _Folder(root)
    for leaf in leaves:
        place = top
        for name in leaf.key.removeprefix(root).split("/")[:-1]:
            place = place.folders.setdefault(name, _Folder(f"{place.prefix}{name}/"))
        place.leaves.append(leaf)
    return _tables(top, same_format if combine else similar)


def group_at(level: int | None, root: str, leaves: Sequence[Leaf], combine: bool) -> list[Table]:
    """The tables of the folders on a level (`TableLevelConfiguration`); without one, of the include path.

    The bucket is level 1. Source: docs.aws.amazon.com/glue/latest/dg/crawler-table-level.html
    """
    if level is None or level <= root.count("/") + 1:
        return group(root, leaves, combine)
    folders: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        folder = "/".join(leaf.key.split("/")[:-1][: level - 1])
        folders.setdefault(f"{folder}/", []).append(leaf)
    return [table for folder, some in sorted(folders.items()) for table in group(folder, some, combine)]


def table_name(location: str) -> str:
    """The name that a location gives to a table: its last part, as far as Hive takes it."""
    last = location.rstrip("/").rpartition("/")[2]
    return _NOT_A_NAME.sub("_", last.lower())


def _tables(folder: _Folder, alike: Alike) -> list[Table]:
    below = {name: _tables(child, alike) for name, child in sorted(folder.folders.items())}
    own = _own_tables(folder, alike)
    if not below:
        return own
    if own or any(len(tables) != 1 for tables in below.values()):
        return [*own, *(table for tables in below.values() for table in tables)]
    children = {name: tables[0] for name, tables in below.items()}
    joined = _as_partitions(folder, children, alike)
    return [joined] if joined else list(children.values())


def _own_tables(folder: _Folder, alike: Alike) -> list[Table]:
    """The objects right in the folder: one table where they are alike, else one for each."""
    if not folder.leaves:
        return []
    if _mostly_alike([leaf.schema for leaf in folder.leaves], alike):
        return [Table(folder.prefix, (), (Partition((), folder.prefix, tuple(folder.leaves)),))]
    return [Table(leaf.key, (), (Partition((), leaf.key, (leaf,)),)) for leaf in folder.leaves]


def _as_partitions(folder: _Folder, children: Mapping[str, Table], alike: Alike) -> Table | None:
    """The folder as one table with its child folders as partitions; None where they are different tables."""
    tables = list(children.values())
    if any(table.prefix != folder.folders[name].prefix for name, table in children.items()):
        return None
    if len({table.keys for table in tables}) > 1 or not folder.prefix.strip("/"):
        return None
    named = _common_key(children)
    if not _mostly_alike([table.schema for table in tables], same_format if named else alike):
        return None
    # Unnamed levels count from the top, so the levels below move on by one.
    below = tuple(_renumbered(key, 0 if named else 1) for key in tables[0].keys)
    partitions = [
        Partition((_value(name, named), *part.values), part.prefix, part.leaves)
        for name, table in children.items()
        for part in table.partitions
    ]
    return Table(folder.prefix, (named or "partition_0", *below), tuple(partitions))


def _mostly_alike(schemas: Sequence[Schema], alike: Alike) -> bool:
    """Whether one format reads all, and more than half are like the first of the most common kind."""
    if not all(same_format(schemas[0], schema) for schema in schemas):
        return False
    return any(2 * sum(alike(one, other) for other in schemas) > len(schemas) for one in schemas)


def _common_key(children: Mapping[str, Table]) -> str | None:
    keys = {name.partition("=")[0] if "=" in name else None for name in children}
    key = keys.pop() if len(keys) == 1 else None
    return key.lower() if key else None


def _value(name: str, named: str | None) -> str:
    return name.partition("=")[2] if named else name


def _renumbered(key: str, by: int) -> str:
    label, _, number = key.rpartition("_")
    return f"partition_{int(number) + by}" if by and label == "partition" and number.isdecimal() else key
