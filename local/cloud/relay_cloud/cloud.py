"""What job runs need from the cloud around them; `seam.py` implements it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from relay_cloud.credentials import Credentials


class Scope(NamedTuple):
    """Whose resources a request is about."""

    account: str
    region: str


class Cloud(Protocol):
    """Jobs and roles that there are, and where events and logs go."""

    def job(self, scope: Scope, name: str) -> Mapping[str, Any] | None:
        """A job's definition."""

    def job_credentials(self, scope: Scope, role: str) -> Credentials | None:
        """Credentials of the role that a job runs as; None where the role is unknown."""

    def put_event(self, scope: Scope, event: Mapping[str, Any]) -> None:
        """Put an event, in the shape a target receives, on the default bus; returns when targets were
        called.
        """

    def put_logs(self, scope: Scope, group: str, stream: str, batch: Sequence[tuple[int, str]]) -> None:
        """Append (epoch milliseconds, message) to a log stream, which is made when missing."""
