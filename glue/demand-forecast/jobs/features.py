"""Glue job ``features``: calendar, lag and rolling features of the cleaned sales."""

from demand_forecast import VARIANTS
from demand_forecast.features import classic_features
from demand_forecast.schema import PROCESSED_SCHEMA
from pyspark.sql import Observation
from pyspark.sql import functions as F
from relay_job import JobContext, JobReport, RowCounts, run_job


def features(context: JobContext) -> JobReport:
    """Read, add the features and write, counting the rows on the way."""
    variant = context.arguments.variant(VARIANTS)
    target = context.layout.area("features")
    processed = context.spark.read.schema(PROCESSED_SCHEMA).parquet(context.layout.area("processed"))
    counted = Observation("features")
    with context.timed("features"):
        made = classic_features(processed).observe(counted, F.count(F.lit(1)).alias("rows"))
        made.write.mode("overwrite").parquet(target)
    rows = counted.get["rows"]
    return context.report(variant, RowCounts(rows, rows), {"features": target})


if __name__ == "__main__":
    run_job(features)
