"""What crawls do to the catalog: policies, partitions, names."""

from __future__ import annotations

import json

import pytest
from crawler_world import CSV, HERE, World


@pytest.fixture
def world() -> World:
    return World()


def test_nothing_new_changes_nothing(world: World):
    world.crawl()
    assert "Summary" not in world.crawl()
    metrics = world.api.metrics(HERE, {})["CrawlerMetricsList"]
    assert [(each["TablesCreated"], each["TablesUpdated"]) for each in metrics] == [(1, 0)]


@pytest.mark.parametrize(
    ("update", "columns"),
    [("UPDATE_IN_DATABASE", ["age", "job", "city"]), ("LOG", ["age", "job"])],
)
def test_a_changed_schema_by_its_policy(world: World, update: str, columns: list[str]):
    world.crawl()
    world.definitions["raw-bank"]["SchemaChangePolicy"] = {"UpdateBehavior": update}
    world.stored["raw/bank/a.csv"] = b"age,job,city\n1,cook,Rome\n"
    world.crawl()
    found = [column["Name"] for column in world.kept["bank"]["StorageDescriptor"]["Columns"]]
    assert found == columns


@pytest.mark.parametrize(
    ("delete", "tables", "summary"),
    [
        ("DELETE_FROM_DATABASE", [], "DELETE"),
        ("DEPRECATE_IN_DATABASE", ["bank"], "UPDATE"),
        ("LOG", ["bank"], None),
    ],
)
def test_a_table_that_is_gone_by_its_policy(
    world: World, delete: str, tables: list[str], summary: str | None
):
    world.crawl()
    world.definitions["raw-bank"]["SchemaChangePolicy"] = {"DeleteBehavior": delete}
    world.stored.clear()
    crawl = world.crawl()
    assert list(world.kept) == tables
    assert (list(json.loads(crawl["Summary"])["TABLE"]) if "Summary" in crawl else [None]) == [summary]
    if delete == "DEPRECATE_IN_DATABASE":
        assert "DEPRECATED_BY_CRAWLER" in world.kept["bank"]["Parameters"]


def test_partitions_come_and_go(world: World):
    world.definitions["raw-bank"]["SchemaChangePolicy"] = {"DeleteBehavior": "DELETE_FROM_DATABASE"}
    world.stored = {"raw/bank/day=1/f.csv": CSV, "raw/bank/day=2/f.csv": CSV, "raw/bank/day=2/_SUCCESS": b"x"}
    assert json.loads(json.loads(world.crawl()["Summary"])["PARTITION"]["ADD"]) == {"Count": 2}
    assert world.kept["bank"]["PartitionKeys"] == [{"Name": "day", "Type": "string"}]
    assert world.parts["bank"][("2",)]["StorageDescriptor"]["Location"] == "s3://data/raw/bank/day=2/"
    world.stored = {"raw/bank/day=2/f.csv": b"age,job,city\n1,cook,Rome\n", "raw/bank/day=3/f.csv": CSV}
    changes = json.loads(world.crawl()["Summary"])["PARTITION"]
    assert {kind: json.loads(text)["Count"] for kind, text in changes.items()} == {
        "ADD": 1,
        "UPDATE": 1,
        "DELETE": 1,
    }


def test_two_locations_of_one_name_are_two_tables(world: World):
    targets = [{"Path": "s3://data/raw/bank/"}, {"Path": "s3://data/old/bank/"}]
    world.definitions["raw-bank"].update({"Targets": {"S3Targets": targets}, "TablePrefix": "p_"})
    world.stored["old/bank/a.csv"] = CSV
    world.crawl()
    first, second = sorted(world.kept)
    assert first == "p_bank" and second.startswith("p_bank_") and len(second) == len("p_bank_") + 32
    assert "Summary" not in world.crawl()
