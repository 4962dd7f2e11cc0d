"""Totals by {{groupColumn}}."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql import types as T

from {{package}}.schema import TOTALS_SCHEMA


def totals(rows: DataFrame) -> DataFrame:
    """Rows and the sum of ``{{measureColumn}}`` for each ``{{groupColumn}}``, in its order; as TOTALS_SCHEMA."""
    total = F.sum("{{measureColumn}}").cast(T.DoubleType())
    return (
        rows.groupBy(F.col("{{groupColumn}}").alias("{{group}}"))
        .agg(F.count(F.lit(1)).alias("row_count"), total.alias("total"))
        .select(*TOTALS_SCHEMA.names)
        .orderBy("{{group}}")
    )
