"""Who calls, and what they may: MiniStack's IAM, completed where it knows less than AWS.

Part of the seam: what these functions touch is in `seam.NEEDED`. With `AUTH=true` MiniStack gives each Lambda
function a session of its own role and refuses, as AWS does, what the role's policies do not allow.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from relay_cloud.credentials import Credentials
from relay_cloud.trace import Trace

CONDITION_KEYS = ("s3:prefix", "events:source", "events:detail-type")
"""What policies of this repository set conditions on; a recorded call carries their values."""

_EVENTS = "relay:events"
"""Where `tell_events` leaves what a request says, for `record_calls` to ask about one after the other."""

AUTHORISED_AS = {
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
}
"""Calls that have no permission of their own; MiniStack asks for one
(docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html).
"""


KEPT_POLICIES = 1024

CRAWLER_CALLS = ("GetCrawler", "StartCrawler", "StopCrawler", "UpdateCrawler", "DeleteCrawler")


def parse_policies_once(evaluator: Any) -> None:
    """Parse the text of a policy once, where MiniStack does twice for every call that a role makes. A policy
    that is put in its place is another text.
    """
    parse = evaluator.parse_policy_document
    parse_text = lru_cache(maxsize=KEPT_POLICIES)(parse)

    def parse_once(document: Any) -> Any:
        return parse_text(document) if isinstance(document, str) else parse(document)

    evaluator.parse_policy_document = parse_once


def record_calls(evaluator: Any, trace: Trace) -> None:
    """Note each call of a role once, with the decision: what every function and job did, for the tests of
    the policies.
    """
    enforce: Callable[..., Any] = evaluator.enforce
    seen: set[tuple[object, ...]] = set()

    def enforce_and_note(
        access_key_id: str,
        iam_action: str,
        service: str,
        region: str,
        resource_arn: str = "*",
        service_context: Mapping[str, Any] | None = None,
    ) -> Any:
        action = AUTHORISED_AS.get(iam_action, iam_action)
        caller = evaluator.resolve_caller_identity(access_key_id)
        arn = str((caller or {}).get("userArn", ""))
        for one in _each_event(service_context or {}):
            denied = enforce(
                access_key_id, action, service, region, resource_arn=resource_arn, service_context=one
            )
            if ":assumed-role/" in arn:
                note(arn, action, resource_arn, one, allowed=denied is None)
            if denied is not None:
                return denied
        return None

    def note(
        arn: str, action: str, resource_arn: str, service_context: Mapping[str, Any], *, allowed: bool
    ) -> None:
        context = {key: value for key, value in service_context.items() if key in CONDITION_KEYS and value}
        call = (arn, action, resource_arn, json.dumps(context, sort_keys=True), allowed)
        if call in seen:
            return
        seen.add(call)
        trace.note(
            "call",
            caller=arn.split(":assumed-role/")[1],
            action=action,
            resource=resource_arn,
            context=context or None,
            allowed=allowed,
        )

    evaluator.enforce = enforce_and_note


def _each_event(context: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The context once for each kind of event that a request says, as AWS authorises them; once where it says
    none.
    """
    shared = {key: value for key, value in context.items() if key != _EVENTS}
    for said in context.get(_EVENTS) or [{}]:
        yield {**shared, **said}


def tell_events(actions: Any) -> None:
    """Give the policies the source and detail type of each event that `PutEvents` says; MiniStack has neither
    (docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html).
    """
    tags_of = actions.request_tag_context

    def request_tag_context(
        service: str, iam_action: str, body: bytes, params: Mapping[str, Any]
    ) -> dict[str, Any]:
        context: dict[str, Any] = tags_of(service, iam_action, body, params)
        if iam_action != "events:PutEvents":
            return context
        entries = json.loads(body or b"{}").get("Entries", [])
        kinds = dict.fromkeys((entry.get("Source"), entry.get("DetailType")) for entry in entries)
        said = [{"events:source": source, "events:detail-type": kind} for source, kind in kinds]
        return {**context, _EVENTS: said}

    actions.request_tag_context = request_tag_context


def trust_loopback(app: Any) -> None:
    """Take 127.0.0.1 for a secure transport, for bucket policies refuse plain HTTP."""
    pin = app.pin_request_origin
    app.pin_request_origin = lambda client, _secure: pin(client, True)


def name_resources(actions: Any) -> None:
    """Name what calls are about as AWS does: the path of `ssm:GetParametersByPath`, for which MiniStack says
    `*`, and crawlers, which it takes for tables (docs.aws.amazon.com/service-authorization/latest/reference,
    Systems Manager and Glue).
    """
    extract = actions.extract_resource_arn

    def extract_resource_arn(
        service: str,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes,
        query_params: Any,
        region: str,
        account_id: str,
    ) -> str:
        called = headers.get("x-amz-target", "").rpartition(".")[2]
        if service == "ssm" and called == "GetParametersByPath":
            asked = str(json.loads(body or b"{}").get("Path", "")).strip("/")
            return f"arn:aws:ssm:{region}:{account_id}:parameter/{asked}"
        if service == "glue" and called in CRAWLER_CALLS:
            return f"arn:aws:glue:{region}:{account_id}:crawler/{json.loads(body or b'{}').get('Name', '*')}"
        resource: str = extract(service, method, path, headers, body, query_params, region, account_id)
        return resource

    actions.extract_resource_arn = extract_resource_arn


class JobSessions:
    """Sessions of the roles that Glue jobs run as, one for each role."""

    def __init__(self, iam: Any, sts: Any) -> None:
        self._iam = iam
        self._sts = sts
        self._lock = threading.Lock()
        self._sessions: dict[tuple[str, str], Credentials] = {}

    def of(self, account: str, role: str) -> Credentials | None:
        """Credentials of a role given by name or ARN; None where IAM does not know it."""
        name = role.rsplit("/", 1)[-1]
        if self._iam._roles.get_scoped(account, None, name) is None:
            return None
        with self._lock:
            known = self._sessions.get((account, name))
            if known is None:
                known = self._begin(account, name)
                self._sessions[account, name] = known
            return known

    def forget(self) -> None:
        """A reset of the cloud ends all sessions."""
        with self._lock:
            self._sessions.clear()

    def _begin(self, account: str, role: str) -> Credentials:
        made = Credentials(
            f"ASIA{secrets.token_hex(8).upper()}", secrets.token_hex(20), secrets.token_hex(32)
        )
        session = {
            "Arn": f"arn:aws:sts::{account}:assumed-role/{role}/GlueJobRunnerSession",
            "UserId": f"{role}:GlueJobRunnerSession",
            "SecretAccessKey": made.secret_key,
            "SessionToken": made.token,
        }
        self._sts.register_session(made.access_key, session)
        return made
