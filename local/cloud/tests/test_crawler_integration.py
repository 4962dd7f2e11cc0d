"""A crawler of CloudFormation, crawled through the running cloud: S3, catalog, logs and the event's rule."""

from __future__ import annotations

import io
import json

import pyarrow as pa
import pytest
from botocore.exceptions import ClientError
from cloud_process import Cloud, until
from pyarrow import parquet

pytestmark = pytest.mark.integration

NAME, BUCKET, DATABASE = "lake-crawler", "crawled-data", "lake"
TEMPLATE = {
    "Resources": {
        "Database": {
            "Type": "AWS::Glue::Database",
            "Properties": {"CatalogId": {"Ref": "AWS::AccountId"}, "DatabaseInput": {"Name": DATABASE}},
        },
        "Crawler": {
            "Type": "AWS::Glue::Crawler",
            "Properties": {
                "Name": NAME,
                "Role": "arn:aws:iam::000000000000:role/crawler",
                "DatabaseName": {"Ref": "Database"},
                "TablePrefix": "raw_",
                "Targets": {
                    "S3Targets": [{"Path": f"s3://{BUCKET}/csv/"}, {"Path": f"s3://{BUCKET}/parquet/"}]
                },
                "SchemaChangePolicy": {"UpdateBehavior": "UPDATE_IN_DATABASE", "DeleteBehavior": "LOG"},
                "Configuration": json.dumps(
                    {
                        "Version": 1.0,
                        "CrawlerOutput": {"Partitions": {"AddOrUpdateBehavior": "InheritFromTable"}},
                    }
                ),
            },
        },
    }
}


def test_a_crawler_from_its_template_to_its_event(cloud: Cloud):
    glue, s3, sqs = cloud.client("glue"), cloud.client("s3"), cloud.client("sqs")
    s3.create_bucket(Bucket=BUCKET)
    s3.put_object(Bucket=BUCKET, Key="csv/a.csv", Body=b"age;job\n" + b"31;clerk\n" * 50)
    written = io.BytesIO()
    parquet.write_table(pa.table({"n": [1, 2, 3], "x": [0.5, 1.0, 2.0]}), written)
    for day in (1, 2):
        s3.put_object(Bucket=BUCKET, Key=f"parquet/day={day}/part-0.parquet", Body=written.getvalue())

    queue = sqs.create_queue(QueueName="crawler-events")["QueueUrl"]
    events = cloud.client("events")
    pattern = {"source": ["aws.glue"], "detail-type": ["Glue Crawler State Change"]}
    events.put_rule(Name="crawler-events", EventPattern=json.dumps(pattern))
    arn = "arn:aws:sqs:us-east-1:000000000000:crawler-events"
    events.put_targets(Rule="crawler-events", Targets=[{"Id": "1", "Arn": arn}])

    trusted = {
        "Effect": "Allow",
        "Principal": {"Service": "glue.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    policy = {"Version": "2012-10-17", "Statement": [trusted]}
    cloud.client("iam").create_role(RoleName="crawler", AssumeRolePolicyDocument=json.dumps(policy))
    stacks = cloud.client("cloudformation")
    stacks.create_stack(StackName="lake", TemplateBody=json.dumps(TEMPLATE))
    stacks.get_waiter("stack_create_complete").wait(StackName="lake", WaiterConfig={"Delay": 1})
    shown = glue.get_crawler(Name=NAME)["Crawler"]
    assert (shown["State"], shown["RecrawlPolicy"]) == ("READY", {"RecrawlBehavior": "CRAWL_EVERYTHING"})

    glue.start_crawler(Name=NAME)
    until("it is READY", lambda: glue.get_crawler(Name=NAME)["Crawler"]["State"] == "READY")
    assert glue.get_crawler(Name=NAME)["Crawler"]["LastCrawl"]["Status"] == "SUCCEEDED"
    tables = {table["Name"]: table for table in glue.get_tables(DatabaseName=DATABASE)["TableList"]}
    assert sorted(tables) == ["raw_csv", "raw_parquet"]
    assert tables["raw_csv"]["Parameters"]["delimiter"] == ";"
    assert tables["raw_parquet"]["PartitionKeys"] == [{"Name": "day", "Type": "string"}]
    assert tables["raw_parquet"]["Parameters"]["recordCount"] == "6"
    parts = glue.get_partitions(DatabaseName=DATABASE, TableName="raw_parquet")["Partitions"]
    assert sorted(part["Values"] for part in parts) == [["1"], ["2"]]

    def received() -> list[dict]:
        got = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=0).get(
            "Messages", []
        )
        return got if len(got) >= 2 else []

    details = [json.loads(message["Body"])["detail"] for message in until("both events", received)]
    assert sorted(detail["state"] for detail in details) == ["Started", "Succeeded"]
    (crawl,) = glue.list_crawls(CrawlerName=NAME)["Crawls"]
    assert (crawl["State"], crawl["LogStream"]) == ("COMPLETED", NAME)
    assert json.loads(json.loads(crawl["Summary"])["PARTITION"]["ADD"]) == {"Count": 2}
    lines = cloud.client("logs").get_log_events(logGroupName="/aws-glue/crawlers", logStreamName=NAME)[
        "events"
    ]
    assert any("Created table raw_parquet in database lake" in line["message"] for line in lines)
    assert glue.get_crawler_metrics(CrawlerNameList=[NAME])["CrawlerMetricsList"][0]["TablesCreated"] == 2
    assert glue.list_crawlers()["CrawlerNames"] == [NAME]

    stacks.delete_stack(StackName="lake")
    until("the crawler is gone", lambda: glue.list_crawlers()["CrawlerNames"] == [])
    with pytest.raises(ClientError, match="EntityNotFoundException"):
        glue.start_crawler(Name=NAME)
