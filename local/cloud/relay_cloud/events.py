"""Shapes of the events Glue puts on the default bus.

Source: docs.aws.amazon.com/eventbridge/latest/ref/events-ref-glue.html. Only the four terminal states have
an event.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from relay_cloud.states import JobRun, State

_SEVERITY = {State.SUCCEEDED: "INFO", State.FAILED: "ERROR", State.TIMEOUT: "WARN", State.STOPPED: "INFO"}
_MESSAGE = {
    State.SUCCEEDED: "Job run succeeded",
    State.FAILED: "Job run failed",
    State.TIMEOUT: "Job run timed out",
    State.STOPPED: "Job run stopped",
}


def job_state_change(run: JobRun, *, event_id: str, account: str, region: str) -> dict[str, Any] | None:
    """The `Glue Job State Change` event of an ended run as a rule target receives it; None where Glue sends
    none.
    """
    if run.state not in _SEVERITY or run.completed_on is None:
        return None
    message = _MESSAGE[run.state]
    if run.state is State.FAILED and run.error_message:
        message = run.error_message
    return {
        "version": "0",
        "id": event_id,
        "detail-type": "Glue Job State Change",
        "source": "aws.glue",
        "account": account,
        "time": datetime.fromtimestamp(run.completed_on, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": [],
        "detail": {
            "jobName": run.job_name,
            "severity": _SEVERITY[run.state],
            "state": run.state.value,
            "jobRunId": run.id,
            "message": message,
        },
    }
