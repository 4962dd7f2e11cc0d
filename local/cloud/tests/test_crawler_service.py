"""The crawler API over a store and a catalog in memory: states, errors, events, policies."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from cloud_process import until
from relay_cloud.crawler.aws import Listed
from relay_cloud.crawler.service import Crawlers
from relay_cloud.errors import GlueError
from relay_cloud.runs import Scope
from test_crawler_schemas import Bytes

HERE = Scope("123456789012", "eu-west-2")
BANK = {
    "Name": "raw-bank",
    "DatabaseName": "bank",
    "Targets": {"S3Targets": [{"Path": "s3://data/raw/bank/"}]},
}
CSV = b"age,job\n1,clerk\n2,cook\n"


class World:
    """The cloud, its S3 and its catalog, in memory. Reading waits for `may_read`."""

    def __init__(self) -> None:
        self.definitions: dict[str, dict[str, Any]] = {"raw-bank": dict(BANK)}
        self.stored: dict[str, bytes] = {"raw/bank/a.csv": CSV}
        self.events: list[Mapping[str, Any]] = []
        self.lines: list[str] = []
        self.kept: dict[str, dict[str, Any]] = {}
        self.parts: dict[str, dict[tuple[str, ...], Any]] = {}
        self.may_read = threading.Event()
        self.may_read.set()
        self.api = Crawlers(self, lambda account, region: (self, self))

    # the cloud
    def crawlers(self, scope: Scope) -> dict[str, dict[str, Any]]:
        return self.definitions

    def put_event(self, scope: Scope, event: Mapping[str, Any]) -> None:
        self.events.append(event)

    def put_logs(self, scope: Scope, group: str, stream: str, batch: Sequence[tuple[int, str]]) -> None:
        self.lines.extend(f"{group} {stream} {message}" for _, message in batch)

    # S3
    def objects(self, bucket: str, prefix: str) -> list[Listed]:
        return [Listed(key, len(body)) for key, body in sorted(self.stored.items()) if key.startswith(prefix)]

    def part(self, bucket: str, key: str) -> Bytes:
        self.may_read.wait(10)
        return Bytes(self.stored[key])

    # the catalog
    def ensure_database(self, name: str) -> None:
        pass

    def tables(self, database: str) -> dict[str, Any]:
        return dict(self.kept)

    def put_table(self, database: str, table: Mapping[str, Any], exists: bool) -> None:
        assert (table["Name"] in self.kept) is exists
        self.kept[table["Name"]] = dict(table)

    def delete_table(self, database: str, name: str) -> None:
        del self.kept[name]

    def partitions(self, database: str, table: str) -> list[Any]:
        return list(self.parts.get(table, {}).values())

    def put_partitions(self, database: str, table: str, added: Sequence[Any], changed: Sequence[Any]) -> None:
        self.parts.setdefault(table, {}).update({tuple(part["Values"]): part for part in [*added, *changed]})

    def delete_partitions(self, database: str, table: str, values: Sequence[Any]) -> None:
        for one in values:
            del self.parts[table][tuple(one)]

    # what tests do
    def state(self) -> str:
        return str(self.api.get(HERE, {"Name": "raw-bank"})["Crawler"]["State"])

    def crawl(self) -> dict[str, Any]:
        ended = len(self.events) + 2
        self.api.start(HERE, {"Name": "raw-bank"})
        until("the crawl is over", lambda: self.state() == "READY" and len(self.events) >= ended, 10)
        return dict(self.api.list_crawls(HERE, {"CrawlerName": "raw-bank"})["Crawls"][0])


@pytest.fixture
def world() -> World:
    return World()


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(GlueError) as raised:
        call()
    return raised.value.code


def test_a_crawl_writes_a_table_and_tells(world: World):
    crawl = world.crawl()
    table = world.kept["bank"]
    assert table["StorageDescriptor"]["Columns"] == [
        {"Name": "age", "Type": "bigint"},
        {"Name": "job", "Type": "string"},
    ]
    assert table["StorageDescriptor"]["Location"] == "s3://data/raw/bank/"
    assert table["StorageDescriptor"]["SerdeInfo"] == {
        "SerializationLibrary": "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
        "Parameters": {"field.delim": ","},
    }
    assert table["Parameters"] == {
        "CRAWL_RUN_ID": crawl["CrawlId"],
        "CrawlerSchemaDeserializerVersion": "1.0",
        "CrawlerSchemaSerializerVersion": "1.0",
        "UPDATED_BY_CRAWLER": "raw-bank",
        "areColumnsQuoted": "false",
        "averageRecordSize": "8",
        "classification": "csv",
        "columnsOrdered": "true",
        "compressionType": "none",
        "delimiter": ",",
        "objectCount": "1",
        "recordCount": "3",
        "sizeKey": "23",
        "skip.header.line.count": "1",
        "typeOfData": "file",
    }
    assert crawl["State"] == "COMPLETED"
    summary = json.loads(crawl["Summary"])
    assert json.loads(summary["TABLE"]["ADD"]) == {"Details": {"names": ["bank"]}, "Count": 1}
    shown = world.api.get(HERE, {"Name": "raw-bank"})["Crawler"]
    assert (shown["LastCrawl"]["Status"], shown["LastCrawl"]["MessagePrefix"]) == (
        "SUCCEEDED",
        crawl["CrawlId"],
    )
    assert world.lines[0] == (
        f"/aws-glue/crawlers raw-bank [{crawl['CrawlId']}] BENCHMARK : Running Start Crawl for Crawler raw-bank"
    )


def test_events_are_exactly_the_documented_ones(world: World):
    world.crawl()
    started, succeeded = world.events
    assert {**started, "id": "", "time": ""} == {
        "version": "0",
        "id": "",
        "detail-type": "Glue Crawler State Change",
        "source": "aws.glue",
        "account": "123456789012",
        "time": "",
        "region": "eu-west-2",
        "resources": [],
        "detail": {
            "accountId": "123456789012",
            "crawlerName": "raw-bank",
            "startTime": started["time"],
            "state": "Started",
            "message": "Crawler Started",
        },
    }
    link = "https://console.aws.amazon.com/cloudwatch/home?region=eu-west-2#logEventViewer:"
    assert succeeded["detail"] == {
        "tablesCreated": "1",
        "warningMessage": "N/A",
        "partitionsUpdated": "0",
        "tablesUpdated": "0",
        "message": "Crawler Succeeded",
        "partitionsDeleted": "0",
        "accountId": "123456789012",
        "runningTime (sec)": "0",
        "tablesDeleted": "0",
        "crawlerName": "raw-bank",
        "completionDate": succeeded["time"],
        "state": "Succeeded",
        "partitionsCreated": "0",
        "cloudWatchLogLink": f"{link}group=/aws-glue/crawlers;stream=raw-bank",
    }


def test_one_crawl_of_a_crawler_at_a_time_until_it_is_stopped(world: World):
    world.may_read.clear()
    assert code_of(lambda: world.api.stop(HERE, {"Name": "raw-bank"})) == "CrawlerNotRunningException"
    world.api.start(HERE, {"Name": "raw-bank"})
    assert world.state() == "RUNNING"
    for call in (
        lambda: world.api.start(HERE, {"Name": "raw-bank"}),
        lambda: world.api.check(HERE, BANK),
        lambda: world.api.forget(HERE, "raw-bank"),
    ):
        assert code_of(call) == "CrawlerRunningException"
    world.stored["raw/bank/z.csv"] = CSV
    world.api.stop(HERE, {"Name": "raw-bank"})
    assert world.state() == "STOPPING"
    assert code_of(lambda: world.api.stop(HERE, {"Name": "raw-bank"})) == "CrawlerStoppingException"
    world.may_read.set()
    until("it has stopped", lambda: world.state() == "READY", 10)
    (crawl,) = world.api.list_crawls(HERE, {"CrawlerName": "raw-bank"})["Crawls"]
    last = world.api.get(HERE, {"Name": "raw-bank"})["Crawler"]["LastCrawl"]
    assert (crawl["State"], last["Status"], world.kept) == ("STOPPED", "CANCELLED", {})
    assert [event["detail"]["state"] for event in world.events] == ["Started"]


def test_several_crawlers_run_at_once(world: World):
    world.definitions["other"] = {**BANK, "Name": "other"}
    world.may_read.clear()
    world.api.start(HERE, {"Name": "raw-bank"})
    world.api.start(HERE, {"Name": "other"})
    assert [each["State"] for each in world.api.get_all(HERE, {})["Crawlers"]] == ["RUNNING", "RUNNING"]
    world.may_read.set()
    until("both are over", lambda: len(world.events) == 4, 10)


def test_a_crawl_that_fails_says_why(world: World):
    world.stored["raw/bank/bad.parquet"] = b"xxxx" + (4).to_bytes(4, "little") + b"PAR1"
    crawl = world.crawl()
    assert crawl["State"] == "FAILED"
    detail = world.events[-1]["detail"]
    assert (detail["state"], detail["message"]) == ("Failed", "Crawler Failed")
    assert detail["errorMessage"] == crawl["ErrorMessage"]
    assert (
        world.api.get(HERE, {"Name": "raw-bank"})["Crawler"]["LastCrawl"]["ErrorMessage"]
        == crawl["ErrorMessage"]
    )


def test_what_is_not_there_is_not_found(world: World):
    for call in (
        lambda: world.api.start(HERE, {"Name": "none"}),
        lambda: world.api.stop(HERE, {"Name": "none"}),
        lambda: world.api.get(HERE, {"Name": "none"}),
        lambda: world.api.list_crawls(HERE, {"CrawlerName": "none"}),
    ):
        assert code_of(call) == "EntityNotFoundException"
    found = world.api.batch_get(HERE, {"CrawlerNames": ["none", "raw-bank"]})
    assert found["CrawlersNotFound"] == ["none"]


@pytest.mark.parametrize(
    "targets",
    [{}, {"JdbcTargets": [{"Path": "x"}]}, {"S3Targets": [{"Path": "data/raw/"}]}, {"S3Targets": [{}]}],
)
def test_targets_that_cannot_be_crawled_are_refused(world: World, targets: dict[str, Any]):
    assert code_of(lambda: world.api.check(HERE, {**BANK, "Targets": targets})) == "InvalidInputException"


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


def test_crawls_are_listed_by_page_and_filter(world: World):
    ids = [world.crawl()["CrawlId"] for _ in range(3)]
    first = world.api.list_crawls(HERE, {"CrawlerName": "raw-bank", "MaxResults": 2})
    rest = world.api.list_crawls(HERE, {"CrawlerName": "raw-bank", "NextToken": first["NextToken"]})
    assert [crawl["CrawlId"] for crawl in [*first["Crawls"], *rest["Crawls"]]] == ids[::-1]
    only = {"FieldName": "CRAWL_ID", "FilterOperator": "EQ", "FieldValue": ids[1]}
    found = world.api.list_crawls(HERE, {"CrawlerName": "raw-bank", "Filters": [only]})["Crawls"]
    assert [crawl["CrawlId"] for crawl in found] == [ids[1]]
    late = {"FieldName": "START_TIME", "FilterOperator": "GT", "FieldValue": "32503680000000"}
    assert world.api.list_crawls(HERE, {"CrawlerName": "raw-bank", "Filters": [late]})["Crawls"] == []
