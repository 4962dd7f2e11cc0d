"""Glue's built-in CSV classifier: delimiter, header and column types of the start of a text.

Source of the rules: docs.aws.amazon.com/glue/latest/dg/add-classifier.html ("Built-in CSV classifier").
Dates and times stay strings, as they do there.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from relay_cloud.crawler.schema import Schema, widened

DELIMITERS = (",", "|", "\t", ";", "\x01")
LONGEST_NAME = 150
"""A cell with more characters is no column name, but in the last column."""
_SAMPLE_ROWS = 1_000
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_REAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")

Rows = Sequence[Sequence[str]]


def classify_csv(text: str) -> Schema | None:
    """The schema of a text of whole lines; None where it is no CSV of two columns and two rows."""
    found = _rows_of(text)
    if found is None:
        return None
    delimiter, rows = found
    header, body = rows[0], rows[1:]
    has_header = is_header(header, body)
    names = [_name(cell, at) for at, cell in enumerate(header)] if has_header else _numbered(len(header))
    types = types_of(body if has_header else rows)
    settings = {"delimiter": delimiter, **({"header": "1"} if has_header else {})}
    lines = max(1, text.count("\n"))
    size = len(text.encode())
    return Schema("csv", dict(zip(names, types, strict=True)), "none", lines, size, settings)


def is_header(first: Sequence[str], body: Rows) -> bool:
    """Whether the first row names the columns: all text, short, and a row below has something else than
    text.
    """
    *others, last = first
    named = all(cell.strip() and len(cell) < LONGEST_NAME for cell in others)
    texts = all(type_of(cell) in (None, "string") for cell in first)
    return bool(named and texts and (last.strip() or others)) and any(
        kind != "string" for kind in types_of(body)
    )


def types_of(rows: Rows) -> list[str]:
    """The type of each column: the narrowest of bigint, double and string that takes all its values.

    A column without values is a string.
    """
    kinds: list[str | None] = [None] * len(rows[0])
    for row in rows:
        for at, cell in enumerate(row):
            seen, known = type_of(cell), kinds[at]
            if seen is not None:
                kinds[at] = seen if known is None else widened(known, seen)
    return [kind or "string" for kind in kinds]


def type_of(cell: str) -> str | None:
    """The type of a value; None for an empty one, which fits each."""
    value = cell.strip()
    if not value:
        return None
    if _WHOLE.fullmatch(value):
        return "bigint"
    return "double" if _REAL.fullmatch(value) else "string"


def _rows_of(text: str) -> tuple[str, Rows] | None:
    """The delimiter that gives the most columns with rows of one width, and these rows."""
    best: tuple[str, Rows] | None = None
    for delimiter in DELIMITERS:
        if delimiter not in text:
            continue
        reader = csv.reader(io.StringIO(text), delimiter=delimiter)
        rows = [row for row, _ in zip(reader, range(_SAMPLE_ROWS), strict=False) if row]
        width = len(rows[0]) if rows else 0
        even = [row for row in rows if len(row) == width]
        is_table = width >= 2 and len(even) >= 2 and 2 * len(even) > len(rows)
        if is_table and (best is None or width > len(best[1][0])):
            best = delimiter, even
    return best


def _name(cell: str, at: int) -> str:
    return cell.strip().lower() or f"col{at}"


def _numbered(count: int) -> list[str]:
    return [f"col{at}" for at in range(count)]
