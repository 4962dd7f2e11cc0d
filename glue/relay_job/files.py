"""Small and single files through Hadoop's FileSystem: the same on Glue (s3://), locally (s3://) and in
tests (file://).
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from pyspark.sql import DataFrame, SparkSession


def write_bytes(spark: SparkSession, uri: str, content: bytes) -> None:
    """Write ``content`` to ``uri``, replacing what is there. For small files: it goes through the driver."""
    file_system, path = _locate(spark, uri)
    stream = file_system.create(path, True)
    try:
        stream.write(bytearray(content))
    finally:
        stream.close()


def read_bytes(spark: SparkSession, uri: str) -> bytes:
    """The content of a small file. Raises FileNotFoundError where there is none."""
    file_system, path = _locate(spark, uri)
    if not file_system.exists(path):
        raise FileNotFoundError(f"there is no {uri}")
    context: Any = spark.sparkContext
    stream = file_system.open(path)
    try:
        return bytes(context._jvm.org.apache.commons.io.IOUtils.toByteArray(stream))
    finally:
        stream.close()


def exists(spark: SparkSession, uri: str) -> bool:
    """Whether there is a file or a folder at ``uri``."""
    file_system, path = _locate(spark, uri)
    return bool(file_system.exists(path))


def read_first_line(spark: SparkSession, uri: str) -> str:
    """The first line of a text file that is not blank, without its end; empty where there is none.

    Compressed files are told by the ends of their names, as by Spark's readers, but no Spark job is run.
    """
    file_system, path = _locate(spark, uri)
    context: Any = spark.sparkContext
    java, hadoop = context._jvm.java, context._jvm.org.apache.hadoop
    codecs = hadoop.io.compress.CompressionCodecFactory(file_system.getConf())
    codec, stream = codecs.getCodec(path), file_system.open(path)
    try:
        plain = codec.createInputStream(stream) if codec else stream
        lines = java.io.BufferedReader(java.io.InputStreamReader(plain, "UTF-8"))
        while (line := lines.readLine()) is not None:
            if text := line.removeprefix("\ufeff").strip():
                return str(text)
        return ""
    finally:
        stream.close()


def write_text(spark: SparkSession, uri: str, text: str) -> None:
    """Write ``text`` as UTF-8 to ``uri``, replacing what is there. For small files, as ``write_bytes``."""
    write_bytes(spark, uri, text.encode("utf-8"))


def write_json(spark: SparkSession, uri: str, value: Any) -> None:
    """Write ``value`` as JSON. Raises ValueError for NaN and infinite numbers: they are not JSON."""
    write_text(spark, uri, json.dumps(value, indent=2, allow_nan=False, default=str) + "\n")


def write_csv_rows(
    spark: SparkSession, uri: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write a few rows that the driver already holds as one CSV file with a header."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    write_text(spark, uri, buffer.getvalue())


def write_single_csv(frame: DataFrame, uri: str) -> None:
    """Write a DataFrame as exactly one CSV object with a header, named ``uri``, replacing what is there.

    One task writes it (the price of one object); it is written to a hidden folder beside ``uri`` and renamed,
    so a reader never sees half a file on a file system, and on S3 the object appears whole.
    """
    spark = frame.sparkSession
    folder, name = uri.rsplit("/", 1)
    staging = f"{folder}/_writing-{name}"
    writer = frame.coalesce(1).write.mode("overwrite").option("header", True)
    # The staging folder is private to this call: committing straight into it saves a copy of the object on
    # S3.
    writer.option("mapreduce.fileoutputcommitter.algorithm.version", "2").csv(staging)

    file_system, target = _locate(spark, uri)
    parts = file_system.globStatus(_locate(spark, f"{staging}/part-*")[1])
    if len(parts) != 1:
        raise OSError(f"expected one part file in {staging}, found {len(parts)}; run the step again")
    file_system.delete(target, False)
    if not file_system.rename(parts[0].getPath(), target):
        raise OSError(f"could not rename {parts[0].getPath()} to {uri}; run the step again")
    file_system.delete(_locate(spark, staging)[1], True)


def _locate(spark: SparkSession, uri: str) -> tuple[Any, Any]:
    """Hadoop's file system and path of an address (py4j objects have no types)."""
    context: Any = spark.sparkContext
    path = context._jvm.org.apache.hadoop.fs.Path(uri)
    return path.getFileSystem(context._jsc.hadoopConfiguration()), path
