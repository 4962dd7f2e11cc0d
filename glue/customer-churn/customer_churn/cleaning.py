"""Cleaning: missing ages filled with the median, and the names that the later steps go by."""

import math
from dataclasses import dataclass

from pyspark.sql import Column, DataFrame, Row
from pyspark.sql import functions as F
from pyspark.sql import types as T

from customer_churn.schema import CUSTOMERS_SCHEMA

_MEDIAN, _MISSING = "median_age", "missing_ages"


@dataclass(frozen=True)
class Ages:
    """The median age of the accepted rows in whole years, None where no row has one, and rows without."""

    median: int | None
    missing: int


def ages_columns() -> list[Column]:
    """The aggregates that :func:`ages` reads, over the input's columns."""
    return [
        F.median("Age").alias(_MEDIAN),
        F.count(F.when(F.col("Age").isNull(), 1)).alias(_MISSING),
    ]


def ages(measured: Row) -> Ages:
    """Read the aggregates of :func:`ages_columns` from their row; half a year is rounded up."""
    median = measured[_MEDIAN]
    return Ages(None if median is None else math.floor(median + 0.5), measured[_MISSING])


def to_customers(accepted: DataFrame, seen: Ages) -> DataFrame:
    """One row for each customer as CUSTOMERS_SCHEMA, from accepted rows of the input.

    A missing age becomes the median, and ``age_filled`` says so; without any age it stays missing. Spaces
    around a country do not make another country of it. Every other text is kept as it is.
    """
    median = F.lit(seen.median).cast(T.IntegerType())
    return accepted.select(
        F.col("CustomerID").alias("customer_id"),
        F.col("Name").alias("name"),
        F.coalesce(F.col("Age"), median).alias("age"),
        (F.col("Age").isNull() & median.isNotNull()).alias("age_filled"),
        F.col("Gender").alias("gender"),
        F.trim("Country").alias("country"),
        F.col("SignupDate").alias("signup_date"),
        F.col("LastPurchaseDate").alias("last_purchase_date"),
        F.col("TotalPurchases").alias("total_purchases"),
        F.col("TotalSpent").alias("total_spent"),
        F.col("Churned").alias("churned"),
    ).select(*CUSTOMERS_SCHEMA.names)
