"""Files of a run on the local cloud's S3: the script, `--extra-py-files`, `--extra-files`, `--extra-jars`."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from relay_cloud.settings import Settings
from relay_cloud.sparkenv import access_key


class FileMissing(Exception):
    """A file that a run needs is not there. The message names it."""


class FileSource(Protocol):
    """Where a run's files come from."""

    def fetch(self, account: str, region: str, address: str, into: Path) -> Path:
        """The file of an address, on this machine; `into` is for copies. Raises `FileMissing`."""

    def fetch_all(self, account: str, region: str, addresses: Sequence[str], into: Path) -> list[Path]:
        """`fetch` for each address, in order."""


class Files:
    """Downloads from the local cloud through its public S3 API."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._clients: dict[tuple[str, str], Any] = {}

    def fetch(self, account: str, region: str, address: str, into: Path) -> Path:
        """Copy `s3://bucket/key` into a folder under its own name. Raises `FileMissing`."""
        bucket, _, key = address.removeprefix("s3://").removeprefix("s3a://").partition("/")
        if "://" not in address or not bucket or not key:
            raise FileMissing(f"{address or 'ScriptLocation'} is not an S3 address")
        try:
            body: bytes = self._client(account, region).get_object(Bucket=bucket, Key=key)["Body"].read()
        except ClientError as error:
            reason = error.response.get("Error", {}).get("Code", "Unknown")
            raise FileMissing(f"{address} could not be read: {reason}") from error
        except BotoCoreError as error:
            raise FileMissing(f"{address} could not be read: {error}") from error
        into.mkdir(parents=True, exist_ok=True)
        path = into / key.rpartition("/")[2]
        path.write_bytes(body)
        return path

    def fetch_all(self, account: str, region: str, addresses: Sequence[str], into: Path) -> list[Path]:
        """`fetch` for each address, in order."""
        return [self.fetch(account, region, address, into) for address in addresses]

    def _client(self, account: str, region: str) -> Any:
        with self._lock:
            client = self._clients.get((account, region))
            if client is None:
                client = boto3.session.Session().client(
                    "s3",
                    endpoint_url=self._settings.endpoint,
                    region_name=region,
                    aws_access_key_id=access_key(self._settings, account),
                    aws_secret_access_key="test",
                    config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 2}),
                )
                self._clients[(account, region)] = client
            return client
