from __future__ import annotations

import json
import urllib.request

import pytest
from cloud_process import Cloud

pytestmark = pytest.mark.integration


def test_copies_of_an_item_are_read_and_written_like_any_other(cloud: Cloud):
    dynamodb = cloud.client("dynamodb")
    keys = [("pk", "HASH"), ("sk", "RANGE")]
    dynamodb.create_table(
        TableName="copies",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name, _ in keys],
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys],
    )
    source = {"pk": {"S": "RUN#a"}, "sk": {"S": "RUN"}, "run": {"M": {"state": {"S": "SUCCEEDED"}}}}
    dynamodb.put_item(TableName="copies", Item=source)
    asked = {"table": "copies", "partitionKey": "RUN#a", "sortKey": "RUN", "prefix": "RUN#c-", "count": 50}
    request = urllib.request.Request(
        f"http://127.0.0.1:{cloud.port}/_relay/copies", json.dumps(asked).encode(), method="POST"
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert json.load(answer) == {"copied": 50}

    changed = {"pk": {"S": "RUN#c-7"}, "sk": {"S": "RUN"}}
    dynamodb.update_item(
        TableName="copies",
        Key=changed,
        UpdateExpression="SET #run.#state = :state",
        ExpressionAttributeNames={"#run": "run", "#state": "state"},
        ExpressionAttributeValues={":state": {"S": "FAILED"}},
    )
    states = [item["run"]["M"]["state"]["S"] for item in dynamodb.scan(TableName="copies")["Items"]]
    assert sorted(states) == ["FAILED"] + ["SUCCEEDED"] * 50
