from __future__ import annotations

import pytest
from cloud_process import Cloud, until

pytestmark = pytest.mark.integration


def test_a_schedule_of_seconds_fires_again_and_again(cloud: Cloud):
    sqs = cloud.client("sqs")
    queue = sqs.create_queue(QueueName="ticks")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    scheduler = cloud.client("scheduler")
    scheduler.create_schedule(
        Name="ticks",
        ScheduleExpression="rate(1 second)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": arn, "RoleArn": "arn:aws:iam::000000000000:role/ticks"},
    )
    received: list[str] = []

    def twice() -> bool:
        answer = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1)
        received.extend(message["MessageId"] for message in answer.get("Messages", []))
        return len(received) > 1

    until("two ticks", twice, 20)
    scheduler.delete_schedule(Name="ticks")
