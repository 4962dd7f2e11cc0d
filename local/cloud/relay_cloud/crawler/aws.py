"""The local cloud's S3 and Data Catalog as a crawl needs them, through their public APIs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import boto3
from botocore.config import Config

from relay_cloud.settings import Settings
from relay_cloud.sparkenv import access_key

_AT_ONCE = 100
"""Most partitions of one BatchCreatePartition or BatchUpdatePartition call."""


class Listed(NamedTuple):
    """An object's key and its size in bytes."""

    key: str
    size: int


@dataclass(frozen=True, slots=True)
class ObjectPart:
    """Parts of one object (`classify.Part`)."""

    s3: Any
    bucket: str
    key: str

    def start(self, count: int) -> bytes:
        """Its first bytes."""
        return self._range(f"bytes=0-{count - 1}")

    def end(self, count: int) -> bytes:
        """Its last bytes."""
        return self._range(f"bytes=-{count}")

    def _range(self, asked: str) -> bytes:
        body: bytes = self.s3.get_object(Bucket=self.bucket, Key=self.key, Range=asked)["Body"].read()
        return body


class Store:
    """Objects of S3."""

    def __init__(self, s3: Any) -> None:
        self._s3 = s3

    def objects(self, bucket: str, prefix: str) -> Iterator[Listed]:
        """Every object under a prefix, in the order of keys."""
        for page in self._s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            for item in page.get("Contents", []):
                yield Listed(item["Key"], item["Size"])

    def part(self, bucket: str, key: str) -> ObjectPart:
        """An object to read from."""
        return ObjectPart(self._s3, bucket, key)


class GlueCatalog:
    """The Data Catalog (`catalog.Catalog`)."""

    def __init__(self, glue: Any) -> None:
        self._glue = glue

    def ensure_database(self, name: str) -> None:
        """Make a database where there is none."""
        with contextlib.suppress(self._glue.exceptions.AlreadyExistsException):
            self._glue.create_database(DatabaseInput={"Name": name})

    def tables(self, database: str) -> dict[str, Mapping[str, Any]]:
        """Every table by name."""
        pages = self._glue.get_paginator("get_tables").paginate(DatabaseName=database)
        return {table["Name"]: table for page in pages for table in page["TableList"]}

    def put_table(self, database: str, table: Mapping[str, Any], exists: bool) -> None:
        """Create or replace a table."""
        put = self._glue.update_table if exists else self._glue.create_table
        put(DatabaseName=database, TableInput=_given(table))

    def delete_table(self, database: str, name: str) -> None:
        """Delete a table with its partitions."""
        self._glue.delete_table(DatabaseName=database, Name=name)

    def partitions(self, database: str, table: str) -> list[Mapping[str, Any]]:
        """Every partition of a table."""
        pages = self._glue.get_paginator("get_partitions").paginate(DatabaseName=database, TableName=table)
        return [part for page in pages for part in page["Partitions"]]

    def put_partitions(
        self,
        database: str,
        table: str,
        added: Sequence[Mapping[str, Any]],
        changed: Sequence[Mapping[str, Any]],
    ) -> None:
        """Create partitions, and replace those that are there."""
        where = {"DatabaseName": database, "TableName": table}
        for some in _chunks(added):
            self._glue.batch_create_partition(**where, PartitionInputList=list(some))
        for some in _chunks(changed):
            entries = [{"PartitionValueList": part["Values"], "PartitionInput": part} for part in some]
            self._glue.batch_update_partition(**where, Entries=entries)

    def delete_partitions(self, database: str, table: str, values: Sequence[Sequence[str]]) -> None:
        """Delete partitions by their values."""
        for one in values:
            self._glue.delete_partition(DatabaseName=database, TableName=table, PartitionValues=list(one))


def clients(settings: Settings) -> Callable[[str, str], tuple[Store, GlueCatalog]]:
    """Gives an account's and region's store and catalog on this cloud."""

    def of(account: str, region: str) -> tuple[Store, GlueCatalog]:
        def client(service: str) -> Any:
            return boto3.session.Session().client(
                service,
                endpoint_url=settings.endpoint,
                region_name=region,
                aws_access_key_id=access_key(settings, account),
                aws_secret_access_key="test",
                config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 2}),
            )

        return Store(client("s3")), GlueCatalog(client("glue"))

    return of


def _given(table: Mapping[str, Any]) -> dict[str, Any]:
    """A table without fields that have no value: the API's client takes none of these."""
    return {name: value for name, value in table.items() if value is not None}


def _chunks(items: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Mapping[str, Any]]]:
    return (items[at : at + _AT_ONCE] for at in range(0, len(items), _AT_ONCE))
