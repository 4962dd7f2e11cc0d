"""Glue job ``features``: what the models of a variant learn from, made of the cleaned sales."""

from demand_forecast import CLASSIC, VARIANTS
from demand_forecast.daily import daily_series
from demand_forecast.features import classic_features
from demand_forecast.schema import PROCESSED_SCHEMA
from pyspark.sql import Observation
from pyspark.sql import functions as F
from relay_job import JobContext, JobReport, RowCounts, run_job


def features(context: JobContext) -> JobReport:
    """Read, make the variant's features and write, counting the rows on the way."""
    variant = context.arguments.variant(VARIANTS)
    target = context.layout.area("features")
    processed = context.spark.read.schema(PROCESSED_SCHEMA).parquet(context.layout.area("processed"))
    read, written = Observation("read"), Observation("written")
    rows = F.count(F.lit(1)).alias("rows")
    make = classic_features if variant == CLASSIC else daily_series
    with context.timed("features"):
        made = make(processed.observe(read, rows)).observe(written, rows)
        made.write.mode("overwrite").parquet(target)
    counts = RowCounts(read.get["rows"], written.get["rows"])
    return context.report(variant, counts, {"features": target})


if __name__ == "__main__":
    run_job(features)
