from __future__ import annotations

from types import SimpleNamespace

import pytest
from relay_cloud import seam_scheduler


@pytest.mark.parametrize(
    ("expression", "seconds"),
    [("rate(5 seconds)", 5), ("rate(1 second)", 1), ("rate(2 minutes)", 120), ("cron(x)", None)],
)
def test_a_rate_may_be_in_seconds(expression, seconds):
    eventbridge = SimpleNamespace(_parse_rate_seconds=lambda text: 120 if text == "rate(2 minutes)" else None)
    scheduler = SimpleNamespace(_SCHEDULE_TICK_INTERVAL=10)
    seam_scheduler.honour_seconds(eventbridge, scheduler)
    assert eventbridge._parse_rate_seconds(expression) == seconds
    assert scheduler._SCHEDULE_TICK_INTERVAL == 1


@pytest.mark.parametrize(
    ("expression", "due"),
    [("rate(5 seconds)", "2026-11-12T06:30:07Z"), ("cron(30 6 * * ? *)", "2026-11-12T06:30:00Z")],
)
def test_a_target_gets_its_scheduled_time_and_says_what_it_is_to_say(expression, due):
    target = {
        "Arn": "bus",
        "Input": '{"at":"<aws.scheduler.scheduled-time>"}',
        "EventBridgeParameters": {"Source": "relay.command", "DetailType": "Run Command"},
    }
    event = {"Time": 1794465007.4, "Source": "aws.scheduler", "DetailType": "Scheduled Event", "Detail": "{}"}
    filled, said = seam_scheduler.completed(target, event, expression)
    assert filled["Input"] == f'{{"at":"{due}"}}'
    assert (said["Source"], said["DetailType"]) == ("relay.command", "Run Command")


def test_other_events_are_left_alone():
    seen = []
    eventbridge = SimpleNamespace(_invoke_target=lambda *given: seen.append(given))
    seam_scheduler.complete_targets(eventbridge)
    eventbridge._invoke_target({"Arn": "a"}, {"Source": "app"}, {})
    assert seen == [({"Arn": "a"}, {"Source": "app"}, {}, None)]
