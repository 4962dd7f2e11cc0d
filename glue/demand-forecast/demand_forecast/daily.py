"""Processed sales as daily series: what the variant ``forecast`` learns from."""

from pyspark.sql import DataFrame

from demand_forecast.schema import SERIES_SCHEMA


def daily_series(processed: DataFrame) -> DataFrame:
    """Rows as SERIES_SCHEMA, at most one for each date, store and item, as ``clean`` leaves them.

    A row without sales says nothing of its day and is left out.
    """
    return processed.select(*SERIES_SCHEMA.names).dropna()
