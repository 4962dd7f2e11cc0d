"""The format and schema of one object, by the built-in classifiers in Glue's order: Parquet, JSON, CSV.

Source: docs.aws.amazon.com/glue/latest/dg/add-classifier.html ("Built-in classifiers").
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import Protocol

from relay_cloud.crawler.csv_classifier import classify_csv
from relay_cloud.crawler.json_classifier import classify_json
from relay_cloud.crawler.parquet_classifier import classify_parquet, footer_bytes
from relay_cloud.crawler.schema import Schema

SAMPLE_BYTES = 1024 * 1024
"""So much of the start of a text is looked at."""
_TAIL_BYTES = 64 * 1024
_GZIP = b"\x1f\x8b"


class Part(Protocol):
    """Reads a part of one object."""

    def start(self, count: int) -> bytes:
        """Its first bytes, `count` of them where it has so many."""

    def end(self, count: int) -> bytes:
        """Its last bytes, `count` of them where it has so many."""


def classify(part: Part, size: int) -> Schema | None:
    """The schema of an object of ``size`` bytes; None where no classifier knows it."""
    tail = part.end(_TAIL_BYTES)
    footer = footer_bytes(tail)
    if footer is not None:
        return classify_parquet(tail if footer <= len(tail) else part.end(footer), size)
    head = part.start(SAMPLE_BYTES)
    packed = head.startswith(_GZIP)
    text = _whole_lines(_unpacked(head) if packed else head, is_all=not packed and len(head) >= size)
    if text is None:
        return None
    schema = classify_json(text) or classify_csv(text)
    return replace(schema, compression="gzip") if schema and packed else schema


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, SAMPLE_BYTES)
    except zlib.error:
        return b""


def _whole_lines(head: bytes, is_all: bool) -> str | None:
    """The text up to its last line break, or all of it where it is not cut; None where it is no text."""
    end = len(head) if is_all else head.rfind(b"\n") + 1
    try:
        text = (head[:end] or head).decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text
