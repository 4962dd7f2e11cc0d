"""What ``--input`` stands for: one file, or the list of a batch's files."""

import json

from pyspark.sql import SparkSession

LIST_SUFFIX = ".files.jsonl"


def input_files(spark: SparkSession, uri: str) -> list[str]:
    """Addresses of the files that a run is about, for any reader of Spark that takes several.

    An address that ends in ``.files.jsonl`` is a list, a line ``{"uri": "s3://..."}`` for each file; any
    other is the file itself.
    """
    if not uri.endswith(LIST_SUFFIX):
        return [uri]
    return [json.loads(row.value)["uri"] for row in spark.read.text(uri).collect()]
