"""Which very objects a job read, so that what it made can be traced back to them."""

from pathlib import Path
from urllib.parse import unquote, urlparse

import boto3
from pyspark.sql import SparkSession

from relay_job.inputs import input_files, is_list

Identity = dict[str, str | int | None]


def identity_of(uri: str) -> Identity:
    """Address, size in bytes, entity tag and version of the newest version of an object.

    Entity tag and version are null for a file that is not in S3.
    """
    place = urlparse(uri)
    if place.scheme not in ("s3", "s3a"):
        return {"uri": uri, "bytes": Path(unquote(place.path)).stat().st_size, "etag": None, "version": None}
    bucket, key = uri.split("://", 1)[1].split("/", 1)
    head = boto3.client("s3").head_object(Bucket=bucket, Key=key)
    return {
        "uri": uri,
        "bytes": head["ContentLength"],
        "etag": head["ETag"].strip('"'),
        "version": head.get("VersionId"),
    }


def identity_of_input(spark: SparkSession, uri: str) -> dict[str, object]:
    """The identity of a run's input.

    Of a batch that of its list, with its ``files`` and the bytes of all of them.
    """
    if not is_list(uri):
        return dict(identity_of(uri))
    files = [identity_of(file) for file in input_files(spark, uri)]
    return {**identity_of(uri), "bytes": sum(int(file["bytes"] or 0) for file in files), "files": files}
