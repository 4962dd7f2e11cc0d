"""JSON objects, one a line or one after the other: columns and Hive types of their top-level names.

Source: docs.aws.amazon.com/glue/latest/dg/add-classifier.html ("Built-in classifiers": reads the beginning
of the file).
"""

from __future__ import annotations

import json
from typing import Any

from relay_cloud.crawler.schema import Schema, widened

_SAMPLE_RECORDS = 1_000


def classify_json(text: str) -> Schema | None:
    """The schema of a text of JSON objects; None where it does not begin with one. A cut last object is left
    out.
    """
    if not text.lstrip().startswith("{"):
        return None
    decoder, at, columns, records = json.JSONDecoder(), 0, dict[str, str](), 0
    while records < _SAMPLE_RECORDS and (at := _next(text, at)) < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except ValueError:
            break
        if not isinstance(value, dict):
            return None
        records += 1
        for name, kind in ((name, _type_of(each)) for name, each in value.items() if each is not None):
            columns[name.lower()] = widened(columns.get(name.lower(), kind), kind)
    if not columns:
        return None
    return Schema("json", columns, "none", records, len(text[:at].encode()))


def _next(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "int" if -(2**31) <= value < 2**31 else "bigint"
    if isinstance(value, float):
        return "double"
    if isinstance(value, list):
        kinds = [_type_of(each) for each in value if each is not None]
        kind = kinds[0] if kinds else "string"
        for other in kinds[1:]:
            kind = widened(kind, other)
        return f"array<{kind}>"
    if isinstance(value, dict):
        fields = ",".join(f"{name.lower()}:{_type_of(each)}" for name, each in value.items())
        return f"struct<{fields}>"
    return "string"
