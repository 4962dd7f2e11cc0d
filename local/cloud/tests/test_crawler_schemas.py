"""What the built-in classifiers make of the start of a file."""

from __future__ import annotations

import gzip
import io
import json

import pyarrow as pa
import pytest
from crawler_world import Bytes
from pyarrow import parquet
from relay_cloud.crawler.classify import classify
from relay_cloud.crawler.csv_classifier import classify_csv


def schema_of(content: bytes):
    return classify(Bytes(content), len(content))


@pytest.mark.parametrize(
    ("text", "columns", "delimiter", "header"),
    [
        ("age,job\n1,clerk\n2,cook\n", {"age": "bigint", "job": "string"}, ",", True),
        ("A;B\n1;2.5\n;3\n", {"a": "bigint", "b": "double"}, ";", True),
        ("a|b\n1|x\n", {"a": "bigint", "b": "string"}, "|", True),
        ("a\tb\n1\t2\n", {"a": "bigint", "b": "bigint"}, "\t", True),
        ("a\x01b\n1\x012\n", {"a": "bigint", "b": "bigint"}, "\x01", True),
        ("date,n\n2026-01-01,1\n", {"date": "string", "n": "bigint"}, ",", True),
        ("flag,n\ntrue,1\n", {"flag": "string", "n": "bigint"}, ",", True),
        ("a,b\n1,2\n1.5,x\n", {"a": "double", "b": "string"}, ",", True),
        ("a,b\n1e3,-.5\n", {"a": "double", "b": "double"}, ",", True),
        ("a,b\n123456789012345678901,1\n", {"a": "double", "b": "bigint"}, ",", True),
        ("a,b\n,1\n,2\n", {"a": "string", "b": "bigint"}, ",", True),
        ('name,n\n"Smith, J",1\n"x",2\n', {"name": "string", "n": "bigint"}, ",", True),
        ("name,n,\nx,1,\n", {"name": "string", "n": "bigint", "col2": "string"}, ",", True),
        ("Größe,n\nx,1\n", {"größe": "string", "n": "bigint"}, ",", True),
        # All text: the first row is not different enough from the others to be a header.
        ("name,city\nAnn,Rome\nBob,Oslo\n", {"col0": "string", "col1": "string"}, ",", False),
        ("1,2\n3,4\n", {"col0": "bigint", "col1": "bigint"}, ",", False),
        (f"{'x' * 150},b\n1,2\n", {"col0": "string", "col1": "string"}, ",", False),
        ("a,,b\n1,2,3\n", {"col0": "string", "col1": "bigint", "col2": "string"}, ",", False),
    ],
)
def test_a_csv_file(text: str, columns: dict[str, str], delimiter: str, header: bool):
    found = classify_csv(text)
    assert found is not None
    assert (dict(found.columns), found.settings["delimiter"], "header" in found.settings) == (
        columns,
        delimiter,
        header,
    )


@pytest.mark.parametrize("text", ["", "one column\nno delimiter\n", "a,b\n", "a\n1\n2\n"])
def test_no_csv_file(text: str):
    assert classify_csv(text) is None


def test_records_of_a_sample_give_their_average_size():
    found = schema_of(b"a,b\n" + b"1,22\n" * 99)
    assert found is not None
    assert (found.records, found.bytes, found.record_bytes) == (100, 4 + 99 * 5, 5)


def test_a_gzip_file_is_what_is_in_it():
    found = schema_of(gzip.compress(b"a,b\n" + b"1,2\n" * 400_000))
    assert found is not None
    assert (found.classification, found.compression, dict(found.columns)) == (
        "csv",
        "gzip",
        {"a": "bigint", "b": "bigint"},
    )


def test_parquet_from_its_footer():
    table = pa.table(
        {
            "Id": pa.array([1, 2], pa.int64()),
            "day": pa.array([0, 1], pa.date32()),
            "at": pa.array([0, 1], pa.timestamp("us")),
            "price": pa.array([1, 2], pa.decimal128(10, 2)),
            "tags": pa.array([["a"], []], pa.list_(pa.string())),
            "of": pa.array([{"x": 1}, {"x": 2}], pa.struct([("x", pa.int32())])),
        }
    )
    written = io.BytesIO()
    parquet.write_table(table, written)
    found = schema_of(written.getvalue())
    assert found is not None
    assert dict(found.columns) == {
        "id": "bigint", "day": "date", "at": "timestamp", "price": "decimal(10,2)", "tags": "array<string>",
        "of": "struct<x:int>",
    }  # fmt: skip
    assert (found.classification, found.records) == ("parquet", 2)


@pytest.mark.parametrize(
    ("values", "columns"),
    [
        ([{"A": 1, "b": "x"}, {"A": 2.5, "c": True}], {"a": "double", "b": "string", "c": "boolean"}),
        ([{"n": 3_000_000_000}, {"n": 1}], {"n": "bigint"}),
        ([{"l": [1, 2]}, {"s": {"k": "v"}}], {"l": "array<int>", "s": "struct<k:string>"}),
        ([{"n": None}, {"n": "x"}], {"n": "string"}),
    ],
)
def test_json_objects(values: list[object], columns: dict[str, str]):
    found = schema_of("\n".join(json.dumps(each) for each in values).encode())
    assert found is not None
    assert (found.classification, dict(found.columns), found.records) == ("json", columns, len(values))


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00a", b"no table at all", b"[1, 2]", gzip.compress(b"x")[:12]]
)
def test_what_no_classifier_knows(content: bytes):
    assert schema_of(content) is None
