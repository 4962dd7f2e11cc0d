"""The paths that Glue would set up, and one small local Spark for all tests."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

PIPELINE = Path(__file__).resolve().parents[1]
SHIM = PIPELINE.parents[1] / "local" / "cloud" / "awsglue_shim"
for folder in (SHIM, PIPELINE / "generator", PIPELINE / "tests" / "support", PIPELINE.parent, PIPELINE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
# Spark's Python workers look there, as they look into --extra-py-files on Glue.
os.environ["PYTHONPATH"] = os.pathsep.join([str(PIPELINE.parent), str(PIPELINE)])
os.environ["PYSPARK_PYTHON"] = sys.executable


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A local Spark that starts and works as fast as it can."""
    builder = SparkSession.builder.master("local[1]").appName("demand-forecast-tests")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        "spark.sql.session.timeZone": "UTC",
        "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
