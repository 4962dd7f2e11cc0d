"""The crawler API over a store and a catalog in memory: states, errors, events, history."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cloud_process import until
from crawler_world import BANK, CSV, HERE, World, code_of


@pytest.fixture
def world() -> World:
    return World()


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
