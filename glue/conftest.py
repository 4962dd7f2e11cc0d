"""What the tests of all pipelines share: the paths that Glue would set up, and one small local Spark."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

GLUE = Path(__file__).resolve().parent
SHIM = GLUE.parent / "local" / "cloud" / "awsglue_shim"
#: Every pipeline's package has a name of its own, so that they can be imported side by side.
PIPELINES = sorted(file.parent for file in GLUE.glob("*/pipeline.yml"))
for folder in (SHIM, *PIPELINES, GLUE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
# Spark's Python workers look there, as they look into --extra-py-files on Glue.
os.environ["PYTHONPATH"] = os.pathsep.join(map(str, [GLUE, *PIPELINES]))
os.environ["PYSPARK_PYTHON"] = sys.executable


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A local Spark that starts and works as fast as it can."""
    builder = SparkSession.builder.master("local[1]").appName("pipeline-tests")
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
