"""The classic features: calendar, lags and a rolling mean, per store and item.

They are kept as the jobs that they replace made them, flaws included: ``rolling_avg_7`` covers the current
row and the 6 before it, so it holds a seventh of the very value that is to be forecast. A model's error on
these features is therefore better than a real forecast's. The lags count rows, not days: a missing day shifts
them, and the order of two rows of one store, item and date is not defined.
"""

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from demand_forecast.schema import (
    DATE,
    DAY_OF_WEEK,
    FEATURES_SCHEMA,
    ITEM,
    LAG_1,
    LAG_7,
    MODEL_INPUTS,
    MONTH,
    PROCESSED_SCHEMA,
    ROLLING_7,
    SALES,
    STORE,
    YEAR,
)

WEEK = 7


def classic_features(processed: DataFrame) -> DataFrame:
    """Rows as PROCESSED_SCHEMA to rows as FEATURES_SCHEMA, one for one.

    ``day_of_week`` is Spark's: 1 is Sunday, 7 is Saturday. Lags and rolling mean are in units of sales. Nulls
    in the columns that the models see (no earlier row, an unreadable date, store or item) become 0.
    """
    series = Window.partitionBy(STORE, ITEM).orderBy(DATE)
    last_week = series.rowsBetween(1 - WEEK, Window.currentRow)
    added: dict[str, Column] = {
        YEAR: F.year(DATE),
        MONTH: F.month(DATE),
        DAY_OF_WEEK: F.dayofweek(DATE),
        LAG_1: F.lag(SALES, 1).over(series),
        LAG_7: F.lag(SALES, WEEK).over(series),
        ROLLING_7: F.avg(SALES).over(last_week),
    }
    rows = processed.select(*PROCESSED_SCHEMA.names).withColumns(added)
    return rows.fillna(0, subset=list(MODEL_INPUTS)).select(*FEATURES_SCHEMA.names)
