"""What ``--input`` stands for: one file, or the list of a batch's files."""

import json

from pyspark.sql import SparkSession

from relay_job.errors import JobDataError

LIST_SUFFIX = ".files.jsonl"


def input_files(spark: SparkSession, uri: str) -> list[str]:
    """Addresses of the files that a run is about, for any reader of Spark that takes several.

    An address that ends in ``.files.jsonl`` is a list, a line ``{"uri": "s3://..."}`` for each file; any
    other is the file itself. Raises JobDataError where a list names no file.
    """
    if not is_list(uri):
        return [uri]
    files = [json.loads(row.value)["uri"] for row in spark.read.text(uri).collect()]
    if not files:
        raise JobDataError(f"{uri} lists no files; drop the files of the batch again")
    return files


def is_list(uri: str) -> bool:
    """Whether an input is the list of a batch's files."""
    return uri.endswith(LIST_SUFFIX)
