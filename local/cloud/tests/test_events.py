from __future__ import annotations

from dataclasses import replace

import pytest
from relay_cloud import jobs
from relay_cloud.events import job_state_change
from relay_cloud.states import State, advance

RUN = replace(
    jobs.new_run({"Name": "MyJob"}, {}, now=1504810630.0, waiting=False),
    id="jr_abcdef0123456789abcdef0123456789",
)


def ended(state: State, message: str | None = None):
    first = advance(RUN, State.RUNNING, 1504810635.0)
    if state is State.STOPPED:
        first = advance(first, State.STOPPING, 1504810636.0)
    return advance(first, state, 1504810641.7, message)


@pytest.mark.parametrize(
    ("state", "error", "severity", "message"),
    [
        (State.SUCCEEDED, None, "INFO", "Job run succeeded"),
        (State.FAILED, "ValueError: no", "ERROR", "ValueError: no"),
        (State.TIMEOUT, None, "WARN", "Job run timed out"),
        (State.STOPPED, None, "INFO", "Job run stopped"),
    ],
)
def test_the_event_is_exactly_the_documented_one(state, error, severity, message):
    event = job_state_change(ended(state, error), event_id="e-1", account="123456789012", region="us-east-1")
    assert event == {
        "version": "0",
        "id": "e-1",
        "detail-type": "Glue Job State Change",
        "source": "aws.glue",
        "account": "123456789012",
        "time": "2017-09-07T18:57:21Z",
        "region": "us-east-1",
        "resources": [],
        "detail": {
            "jobName": "MyJob",
            "severity": severity,
            "state": state.value,
            "jobRunId": "jr_abcdef0123456789abcdef0123456789",
            "message": message,
        },
    }


def test_no_event_before_the_end():
    assert job_state_change(RUN, event_id="e", account="1", region="r") is None
