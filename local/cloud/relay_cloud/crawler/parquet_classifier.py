"""Parquet: the schema is in the file's footer, and so is the number of its rows."""

from __future__ import annotations

import io
from typing import Any

from relay_cloud.crawler.schema import Schema

MAGIC = b"PAR1"
_TAIL = 8
_NAMES = {"bool": "boolean", "float": "float", "double": "double", "halffloat": "float", "int8": "tinyint",
          "int16": "smallint", "int32": "int", "int64": "bigint", "uint8": "smallint", "uint16": "int",
          "uint32": "bigint", "uint64": "bigint", "string": "string", "large_string": "string",
          "binary": "binary", "large_binary": "binary", "date32[day]": "date",
          "date64[ms]": "date"}  # fmt: skip


def footer_bytes(tail: bytes) -> int | None:
    """How many of a file's last bytes are its footer, by the last 8 of them; None for no Parquet."""
    if tail[-4:] != MAGIC or len(tail) < _TAIL:
        return None
    return int.from_bytes(tail[-8:-4], "little") + _TAIL


def classify_parquet(footer: bytes, size: int) -> Schema:
    """The schema of a file of ``size`` bytes from its footer (see :func:`footer_bytes`)."""
    # imported here: it takes a quarter of a second, and most clouds crawl nothing
    from pyarrow import parquet

    found = parquet.ParquetFile(io.BytesIO(footer))
    columns = {field.name.lower(): hive_type(field.type) for field in found.schema_arrow}
    return Schema("parquet", columns, "none", int(found.metadata.num_rows), size)


def hive_type(kind: Any) -> str:
    """An Arrow type's name in Hive. Source: cwiki.apache.org/confluence/display/Hive/LanguageManual+Types."""
    from pyarrow import types

    if types.is_timestamp(kind):
        return "timestamp"
    if types.is_decimal(kind):
        return f"decimal({kind.precision},{kind.scale})"
    if types.is_list(kind) or types.is_large_list(kind):
        return f"array<{hive_type(kind.value_type)}>"
    if types.is_map(kind):
        return f"map<{hive_type(kind.key_type)},{hive_type(kind.item_type)}>"
    if types.is_struct(kind):
        return f"struct<{','.join(f'{field.name.lower()}:{hive_type(field.type)}' for field in kind)}>"
    if types.is_dictionary(kind):
        return hive_type(kind.value_type)
    return _NAMES.get(str(kind), "string")
