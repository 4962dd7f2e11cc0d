"""``relay_job.inputs``: a file stands for itself, a list for its files."""

import json
from pathlib import Path

from pyspark.sql import SparkSession
from relay_job.inputs import input_files


def test_a_file_is_itself(spark: SparkSession) -> None:
    assert input_files(spark, "s3://bucket/raw/a.csv") == ["s3://bucket/raw/a.csv"]


def test_a_list_is_read_by_spark_as_its_files(spark: SparkSession, tmp_path: Path) -> None:
    names = ["a +1.csv", "größe.csv", 'with "quotes".csv']
    for number, name in enumerate(names):
        (tmp_path / name).write_text(f"day,amount\n2017-01-0{number + 1},{number}\n", encoding="utf-8")
    uris = [f"file://{tmp_path / name}" for name in names]
    batch = tmp_path / "20261112T000000Z-3f2a9c41d07b.files.jsonl"
    batch.write_text("".join(json.dumps({"uri": uri}) + "\n" for uri in uris), encoding="utf-8")

    files = input_files(spark, f"file://{batch}")

    assert files == uris
    rows = spark.read.option("header", True).csv(files)
    assert sorted(row.amount for row in rows.collect()) == ["0", "1", "2"]
