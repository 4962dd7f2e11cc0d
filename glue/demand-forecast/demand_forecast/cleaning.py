"""Cleaning: missing sales filled with their mean, sales scaled to 0..1."""

from dataclasses import dataclass

from pyspark.sql import Column, DataFrame, Row
from pyspark.sql import functions as F
from pyspark.sql import types as T
from relay_job import JobDataError

from demand_forecast.describing import Description, description, description_columns
from demand_forecast.schema import ITEM, PROCESSED_SCHEMA, SALES, SCALED, STORE

DESCRIBED = (SALES, STORE, ITEM)
_MISSING = "missing_sales"
_CONSTANT_SCALED = 0.5


@dataclass(frozen=True)
class Statistics:
    """The accepted rows described (see :mod:`demand_forecast.describing`), and how many have no sales."""

    described: Description
    missing_sales: int

    def sales(self, statistic: str) -> float:
        """A statistic of the sales. Raises JobDataError when there is no sales value at all."""
        value = self.described[SALES][statistic]
        if value is None:
            raise JobDataError("no row has a value in column 'sales'; check the export")
        return value


def statistics_columns() -> list[Column]:
    """The aggregates that :func:`statistics` reads, over rows as SALES_SCHEMA."""
    return [F.count(F.when(F.col(SALES).isNull(), 1)).alias(_MISSING), *description_columns(DESCRIBED)]


def statistics(measured: Row) -> Statistics:
    """Read the aggregates of :func:`statistics_columns` from their row."""
    return Statistics(description(measured, DESCRIBED), measured[_MISSING])


def impute(accepted: DataFrame, seen: Statistics) -> DataFrame:
    """Fill missing sales with their mean; rows as SALES_SCHEMA."""
    mean = F.lit(seen.sales("mean")).cast(T.FloatType())
    return accepted.withColumn(SALES, F.coalesce(F.col(SALES), mean))


def scale(rows: DataFrame, seen: Statistics) -> DataFrame:
    """Add ``sales_scaled_value`` (0..1, null for missing sales): rows as PROCESSED_SCHEMA, further columns
    after these.

    The scaled value is that of pyspark.ml's MinMaxScaler, which gives 0.5 when all sales are equal. Filling
    in the mean moves neither the least nor the greatest value, so both come from the statistics before it.
    """
    scaled = rows.withColumn(SCALED, _min_max(seen.sales("min"), seen.sales("max")))
    further = [name for name in rows.columns if name not in PROCESSED_SCHEMA.names]
    return scaled.select(*PROCESSED_SCHEMA.names, *further)


def _min_max(least: float, greatest: float) -> Column:
    """MinMaxScaler's own arithmetic (it multiplies by the reciprocal), so that the bits are the same."""
    if greatest == least:
        return F.when(F.col(SALES).isNotNull(), F.lit(_CONSTANT_SCALED))
    return (F.col(SALES).cast(T.DoubleType()) - F.lit(least)) * F.lit(1.0 / (greatest - least))
