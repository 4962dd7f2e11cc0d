"""`awsglue.context`: GlueContext over a plain SparkSession."""

from __future__ import annotations

from typing import NoReturn

from pyspark.context import SparkContext
from pyspark.sql import SparkSession


class GlueContext:
    """Holds the session. Everything that makes or writes a DynamicFrame is refused: it needs AWS's own
    jar.
    """

    def __init__(self, sparkContext: SparkContext, **options: object) -> None:
        del options
        self._sc = sparkContext
        self.spark_session = SparkSession.builder.getOrCreate()

    def getSparkSession(self) -> SparkSession:
        """The session."""
        return self.spark_session

    def get_logger(self) -> object:
        """A log4j logger; its lines go to `/aws-glue/jobs/error`."""
        jvm = self._sc._jvm
        if jvm is None:
            raise RuntimeError("the Spark context has no JVM")
        return jvm.org.apache.log4j.LogManager.getLogger("GlueLogger")

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(
            f"GlueContext.{name} is not there in local runs (DynamicFrames need AWS's jar): "
            "use glueContext.spark_session and DataFrames, which also run on Glue"
        )
