"""Processed sales as daily series: what the variant ``forecast`` learns from."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql import types as T

from demand_forecast.schema import DATE, ITEM, SALES, SERIES_SCHEMA, STORE

KEYS = (DATE, STORE, ITEM)


def daily_series(processed: DataFrame) -> DataFrame:
    """Rows as SERIES_SCHEMA: one for each date, store and item, their sales in units summed.

    Rows without a date, store, item or sales belong to no series and are left out.
    """
    whole = processed.select(*SERIES_SCHEMA.names).dropna()
    summed = whole.groupBy(*KEYS).agg(F.sum(SALES).cast(T.FloatType()).alias(SALES))
    return summed.select(*SERIES_SCHEMA.names)
