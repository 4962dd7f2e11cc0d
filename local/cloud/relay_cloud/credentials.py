"""Keys that processes of the local cloud sign with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Credentials:
    """Keys of a session; without a token they are an account's own."""

    access_key: str
    secret_key: str = "test"
    token: str | None = None
