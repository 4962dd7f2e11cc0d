"""Which objects become one table, and which folders its partitions."""

from __future__ import annotations

import pytest
from relay_cloud.crawler.grouping import Leaf, group, group_at, table_name
from relay_cloud.crawler.schema import Schema
from relay_cloud.crawler.targets import Target

A = Schema("parquet", {"a": "bigint", "b": "string", "c": "string"})
A_AND_MORE = Schema("parquet", {"a": "double", "b": "string", "c": "string", "d": "date"})
B = Schema("parquet", {"x": "bigint", "y": "string"})
CSV = Schema("csv", {"a": "bigint", "b": "string", "c": "string"}, settings={"delimiter": ",", "header": "1"})


@pytest.mark.parametrize(
    ("objects", "tables"),
    [
        # prefix of the table: (keys, values of its partitions)
        ({"r/1.parquet": A, "r/2.parquet": A}, {"r/": ((), [()])}),
        ({"r/1.parquet": A, "r/2.parquet": A_AND_MORE}, {"r/": ((), [()])}),
        ({"r/1.parquet": A, "r/2.parquet": B}, {"r/1.parquet": ((), [()]), "r/2.parquet": ((), [()])}),
        ({"r/1.parquet": A, "r/2.csv": CSV}, {"r/1.parquet": ((), [()]), "r/2.csv": ((), [()])}),
        (
            {"r/day=1/f": A, "r/day=2/f": A_AND_MORE},
            {"r/": (("day",), [("1",), ("2",)])},
        ),
        (
            {"r/run_id=1/month=1/f": A, "r/run_id=1/month=2/f": A, "r/run_id=2/month=1/f": A},
            {"r/": (("run_id", "month"), [("1", "1"), ("1", "2"), ("2", "1")])},
        ),
        # A level of key=value is a partition whatever the columns, where one format reads them.
        ({"r/run=1/f": A, "r/run=2/f": B}, {"r/": (("run",), [("1",), ("2",)])}),
        ({"r/run=1/f": A, "r/run=2/f": CSV}, {"r/run=1/": ((), [()]), "r/run=2/": ((), [()])}),
        (
            {"r/2026/01/f": A, "r/2026/02/f": A, "r/2025/12/f": A},
            {"r/": (("partition_0", "partition_1"), [("2025", "12"), ("2026", "01"), ("2026", "02")])},
        ),
        (
            {"r/eu/day=1/f": A, "r/us/day=1/f": A},
            {"r/": (("partition_0", "day"), [("eu", "1"), ("us", "1")])},
        ),
        ({"r/orders/f": A, "r/customers/f": B}, {"r/orders/": ((), [()]), "r/customers/": ((), [()])}),
        ({"r/f": A, "r/below/f": A}, {"r/": ((), [()]), "r/below/": ((), [()])}),
        ({}, {}),
    ],
)
def test_tables_of_a_listing(objects: dict[str, Schema], tables: dict[str, tuple]):
    found = group("r/", [Leaf(key, 10, schema) for key, schema in objects.items()])
    assert {
        table.prefix: (table.keys, sorted(part.values for part in table.partitions)) for table in found
    } == tables


def test_a_policy_combines_what_one_format_reads():
    leaves = [Leaf("r/orders/f", 1, A), Leaf("r/customers/f", 1, B)]
    (table,) = group("r/", leaves, combine=True)
    assert table.keys == ("partition_0",)
    assert dict(table.schema.columns) == {**A.columns, **B.columns}


def test_columns_of_a_table_are_those_of_all_its_objects_with_types_that_take_all_values():
    (table,) = group("r/", [Leaf("r/1", 1, A), Leaf("r/2", 1, A_AND_MORE)])
    assert dict(table.schema.columns) == {"a": "double", "b": "string", "c": "string", "d": "date"}


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ("s3://b/raw/Bank-Deposit/", "bank_deposit"),
        ("s3://b/raw/x.csv", "x_csv"),
        ("s3://my-data/", "my_data"),
    ],
)
def test_a_location_names_its_table(location: str, name: str):
    assert table_name(location) == name


@pytest.mark.parametrize(
    ("level", "prefixes"),
    [
        (None, ["r/"]),
        (2, ["r/"]),
        (3, ["r/eu/", "r/us/"]),
        (9, ["r/eu/1/", "r/eu/2/", "r/us/1/"]),
    ],
)
def test_a_level_says_where_tables_are(level: int | None, prefixes: list[str]):
    leaves = [Leaf(key, 1, A) for key in ("r/eu/1/f", "r/eu/2/f", "r/us/1/f")]
    assert [table.prefix for table in group_at(level, "r/", leaves, combine=True)] == prefixes


@pytest.mark.parametrize(
    ("pattern", "takes", "leaves"),
    [
        ("*.tmp", ["a.csv", "x/a.tmp"], ["a.tmp"]),
        ("**/_*", ["x/a"], ["x/_a", "x/y/_a"]),
        ("**.tmp", ["a.csv"], ["a.tmp", "x/a.tmp"]),
        ("run_id=*/*", ["run_id=1/c/f"], ["run_id=1/f"]),
        ("run_id=*/[!c]*/**", ["run_id=1/clean/f"], ["run_id=1/other/f", "run_id=1/other/x/f"]),
        ("run_id=*/clean?*/**", ["run_id=1/clean/f"], ["run_id=1/cleaner/f"]),
        ("{a,b}/[0-9].csv", ["c/1.csv", "a/x.csv"], ["a/1.csv", "b/9.csv"]),
        ("a,b\\*", ["a,bc"], ["a,b*"]),
    ],
)
def test_a_target_leaves_out_what_its_patterns_name(pattern: str, takes: list[str], leaves: list[str]):
    target = Target("bucket", "r/", (pattern,))
    assert [name for name in [*takes, *leaves] if target.takes(f"r/{name}")] == takes
