from __future__ import annotations

import json
import types
from pathlib import Path
from typing import Any

from relay_cloud import seam_iam
from relay_cloud.trace import Trace

ROLE = "arn:aws:sts::000000000000:assumed-role/relay-a-role/relay-a-read"


class Evaluator(types.SimpleNamespace):
    """MiniStack's, as far as the recorder knows it: it refuses deletes."""

    def __init__(self, caller: str) -> None:
        self.asked: list[str] = []

        def enforce(_key: str, action: str, *_args: Any, **_named: Any) -> object | None:
            self.asked.append(action)
            return "denied" if "Delete" in action else None

        super().__init__(enforce=enforce, resolve_caller_identity=lambda _key: {"userArn": caller})


def calls(
    tmp_path: Path, caller: str, *asked: tuple[str, dict[str, str]]
) -> tuple[list[dict[str, Any]], Evaluator]:
    file = tmp_path / "trace.jsonl"
    evaluator = Evaluator(caller)
    with Trace(file) as trace:
        seam_iam.record_calls(evaluator, trace)
        for action, context in asked:
            evaluator.enforce("key", action, "s3", "us-east-1", resource_arn="arn:x", service_context=context)
    return [json.loads(line) for line in file.read_text().splitlines()], evaluator


def test_each_call_of_a_role_is_noted_once_with_its_decision(tmp_path):
    noted, _ = calls(tmp_path, ROLE, ("s3:GetObject", {}), ("s3:GetObject", {}), ("s3:DeleteObject", {}))
    assert [(line["caller"], line["action"], line["allowed"]) for line in noted] == [
        ("relay-a-role/relay-a-read", "s3:GetObject", True),
        ("relay-a-role/relay-a-read", "s3:DeleteObject", False),
    ]


def test_a_policy_is_parsed_once_until_its_text_is_another():
    parsed: list[object] = []
    evaluator = types.SimpleNamespace(
        parse_policy_document=lambda document: parsed.append(document) or [document]
    )
    seam_iam.parse_policies_once(evaluator)
    for document in ("a", "a", "b", {"Statement": []}, {"Statement": []}):
        assert evaluator.parse_policy_document(document) == [document]
    assert parsed == ["a", "b", {"Statement": []}, {"Statement": []}]


def test_a_prefix_is_part_of_the_call(tmp_path):
    noted, _ = calls(
        tmp_path,
        ROLE,
        ("s3:ListBucket", {"s3:prefix": "raw/", "s3:other": "x"}),
        ("s3:ListBucket", {"s3:prefix": "runs/"}),
    )
    assert [line["context"] for line in noted] == [{"s3:prefix": "raw/"}, {"s3:prefix": "runs/"}]


def test_the_accounts_own_calls_are_not_noted(tmp_path):
    noted, _ = calls(tmp_path, "arn:aws:iam::000000000000:root", ("s3:GetObject", {}))
    assert noted == []


def test_batches_of_messages_need_the_right_to_send_one(tmp_path):
    noted, evaluator = calls(tmp_path, ROLE, ("sqs:SendMessageBatch", {}))
    assert evaluator.asked == ["sqs:SendMessage"]
    assert noted[0]["action"] == "sqs:SendMessage"


def test_parameters_by_path_are_a_right_on_the_path():
    actions = types.SimpleNamespace(extract_resource_arn=lambda *_args: "*")
    seam_iam.name_resources(actions)

    def resource(target: str) -> str:
        body = json.dumps({"Path": "/relay/local/pipelines/"}).encode()
        headers = {"x-amz-target": f"AmazonSSM.{target}"}
        found: str = actions.extract_resource_arn(
            "ssm", "POST", "/", headers, body, {}, "us-east-1", "000000000000"
        )
        return found

    wanted = "arn:aws:ssm:us-east-1:000000000000:parameter/relay/local/pipelines"
    assert resource("GetParametersByPath") == wanted
    assert resource("DescribeParameters") == "*"


def test_a_crawler_is_a_crawler():
    actions = types.SimpleNamespace(extract_resource_arn=lambda *_args: "table")
    seam_iam.name_resources(actions)
    headers = {"x-amz-target": "AWSGlue.StartCrawler"}
    found = actions.extract_resource_arn(
        "glue", "POST", "/", headers, b'{"Name": "c"}', {}, "us-east-1", "000000000000"
    )
    assert found == "arn:aws:glue:us-east-1:000000000000:crawler/c"


def test_each_kind_of_event_that_is_said_is_a_call_of_its_own(tmp_path):
    actions = types.SimpleNamespace(request_tag_context=lambda *_args: {})
    seam_iam.tell_events(actions)
    entries = [{"Source": "a", "DetailType": kind} for kind in ("X", "X", "Y")]
    body = json.dumps({"Entries": entries}).encode()
    context = actions.request_tag_context("events", "events:PutEvents", body, {})
    noted, evaluator = calls(tmp_path, ROLE, ("events:PutEvents", context))
    assert [line["context"]["events:detail-type"] for line in noted] == ["X", "Y"]
    assert len(evaluator.asked) == 2


def test_the_kinds_of_events_are_told_of_put_events_alone():
    actions = types.SimpleNamespace(request_tag_context=lambda *_args: {"aws:TagKeys": ["k"]})
    seam_iam.tell_events(actions)
    assert actions.request_tag_context("s3", "s3:PutObject", b"no JSON", {}) == {"aws:TagKeys": ["k"]}


def test_a_role_that_iam_does_not_know_has_no_session():
    registered: dict[str, dict[str, str]] = {}
    roles = types.SimpleNamespace(
        _roles=types.SimpleNamespace(
            get_scoped=lambda _account, _region, name: {} if name == "jobs" else None
        )
    )
    sessions = seam_iam.JobSessions(roles, types.SimpleNamespace(register_session=registered.__setitem__))
    assert sessions.of("000000000000", "arn:aws:iam::000000000000:role/unknown") is None
    first = sessions.of("000000000000", "arn:aws:iam::000000000000:role/jobs")
    assert first is not None
    assert sessions.of("000000000000", "jobs") == first
    assert registered[first.access_key]["Arn"].endswith(":assumed-role/jobs/GlueJobRunnerSession")
    sessions.forget()
    assert sessions.of("000000000000", "jobs") != first
