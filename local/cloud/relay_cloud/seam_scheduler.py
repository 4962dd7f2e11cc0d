"""What MiniStack's EventBridge Scheduler leaves out: rates in seconds, the source and type of what it puts on
a bus, and the scheduled time in a target's input.

Part of the seam: what these functions touch is in `seam.NEEDED`, so that an upgrade that moves it is named.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

SCHEDULED_TIME = "<aws.scheduler.scheduled-time>"


def honour_seconds(eventbridge: Any, scheduler: Any) -> None:
    """Make `rate(5 seconds)` a schedule, which AWS refuses, so that stage `local` sweeps in seconds."""
    parse = eventbridge._parse_rate_seconds

    def parse_seconds_too(expression: str) -> int | None:
        seconds = re.fullmatch(r"rate\((\d+) seconds?\)", expression)
        if seconds:
            return int(seconds.group(1))
        minutes: int | None = parse(expression)
        return minutes

    eventbridge._parse_rate_seconds = parse_seconds_too
    scheduler._SCHEDULE_TICK_INTERVAL = 1


def complete_targets(eventbridge: Any) -> None:
    """Honour `EventBridgeParameters` of a schedule's target and fill in the scheduled time
    (docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html).
    """
    invoke = eventbridge._invoke_target

    def invoke_completed(target: dict[str, Any], event: dict[str, Any], rule: Any, view: Any = None) -> None:
        if event.get("Source") == "aws.scheduler":
            target, event = completed(target, event, str(rule.get("ScheduleExpression", "")))
        invoke(target, event, rule, view)

    eventbridge._invoke_target = invoke_completed


def completed(
    target: dict[str, Any], event: dict[str, Any], expression: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The target and the event of one invocation as EventBridge Scheduler has them."""
    at = datetime.fromtimestamp(float(event["Time"]), UTC)
    due = at.replace(second=0) if expression.startswith("cron") else at
    says = target.get("EventBridgeParameters") or {}
    filled = (
        {"Input": target["Input"].replace(SCHEDULED_TIME, f"{due:%Y-%m-%dT%H:%M:%SZ}")}
        if "Input" in target
        else {}
    )
    named = {name: says[name] for name in ("Source", "DetailType") if name in says}
    return {**target, **filled}, {**event, **named}
