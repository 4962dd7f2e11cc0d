"""Cleaning: text columns to typed ones, missing sales to their mean, sales scaled to 0..1."""

from dataclasses import dataclass

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql import types as T
from relay_job import JobDataError

from demand_forecast.describing import Description, description, description_columns
from demand_forecast.schema import ITEM, PROCESSED_SCHEMA, SALES, SALES_SCHEMA, SCALED, STORE

DESCRIBED = (SALES, STORE, ITEM)
_BAD = "unparsed_"
_CONSTANT_SCALED = 0.5


@dataclass(frozen=True)
class Statistics:
    """What one pass over the typed rows tells: counts by column, and count, mean, stddev, min, max by
    column.
    """

    rows: int
    empty: dict[str, int]
    unparsed: dict[str, int]
    described: Description

    def missing(self, column: str) -> int:
        """Values that are null after the cast: those that were not there and those that did not parse."""
        return self.empty[column] + self.unparsed[column]

    def sales(self, statistic: str) -> float:
        """A statistic of the sales. Raises JobDataError when there is no sales value at all."""
        value = self.described[SALES][statistic]
        if value is None:
            raise JobDataError("column 'sales' has no value that is a number")
        return value


def select_columns(raw: DataFrame, source: str) -> DataFrame:
    """The four input columns as text, found by name whatever their order and case; others are left out.

    ``raw`` has text columns named by the file's header; ``source`` is its address, for the message.
    Raises JobDataError when a column is missing or there more than once.
    """
    if not raw.columns:
        raise JobDataError(
            f"{source} is empty: it has no header line; expected {', '.join(SALES_SCHEMA.names)}"
        )
    named = {
        name: [column for column in raw.columns if column.strip().lower() == name]
        for name in SALES_SCHEMA.names
    }
    missing = [name for name, found in named.items() if not found]
    if missing:
        raise JobDataError(
            f"{source} has no column {', '.join(missing)}; its header is: {', '.join(raw.columns)}; "
            f"send the file again with the columns {', '.join(SALES_SCHEMA.names)}, in any order"
        )
    return raw.select(*(_column(found[0]).alias(name) for name, found in named.items()))


def parse(text: DataFrame) -> DataFrame:
    """Cast text columns to SALES_SCHEMA; a value that does not parse becomes null and is marked.

    Adds one boolean column per column, ``unparsed_<column>``: a value was there, but it was no date or
    number. Sales that are NaN or infinite count as not parsed: no mean could be taken of them.
    """
    typed = [_cast(field).alias(field.name) for field in SALES_SCHEMA]
    bad = [(F.col(f.name).isNotNull() & _cast(f).isNull()).alias(_BAD + f.name) for f in SALES_SCHEMA]
    return text.select(*typed, *bad)


def measure(parsed: DataFrame, source: str) -> Statistics:
    """Count and describe parsed rows in one pass.

    Raises JobDataError when there are no rows, or a column has no value that can be read.
    """
    counts = [F.count(F.lit(1)).alias("rows")]
    for name in SALES_SCHEMA.names:
        counts.append(F.count(F.when(F.col(name).isNull() & ~F.col(_BAD + name), 1)).alias(f"{name}_empty"))
        counts.append(F.count(F.when(F.col(_BAD + name), 1)).alias(f"{name}_bad"))
    row = parsed.agg(*counts, *description_columns(DESCRIBED)).collect()[0]
    if row["rows"] == 0:
        raise JobDataError(f"{source} has a header but no data rows; send the file again with its rows")
    for column in SALES_SCHEMA:
        bad, empty = row[f"{column.name}_bad"], row[f"{column.name}_empty"]
        if bad + empty == row["rows"]:
            raise JobDataError(
                f"{source}: none of the {row['rows']} rows has a value in column '{column.name}' that reads "
                f"as {column.dataType.simpleString()} ({bad} could not be read, {empty} are empty); "
                "check the export"
            )
    return Statistics(
        rows=row["rows"],
        empty={name: row[f"{name}_empty"] for name in SALES_SCHEMA.names},
        unparsed={name: row[f"{name}_bad"] for name in SALES_SCHEMA.names},
        described=description(row, DESCRIBED),
    )


def impute_and_scale(parsed: DataFrame, statistics: Statistics) -> DataFrame:
    """Fill missing sales with their mean and add ``sales_scaled_value`` (0..1); rows as PROCESSED_SCHEMA.

    The scaled value is that of pyspark.ml's MinMaxScaler, which gives 0.5 when all sales are equal. Filling
    in the mean moves neither the least nor the greatest value, so both come from the statistics before it.
    """
    mean = F.lit(statistics.sales("mean")).cast(T.FloatType())
    filled = parsed.withColumn(SALES, F.coalesce(F.col(SALES), mean))
    scaled = filled.withColumn(SCALED, _min_max(statistics.sales("min"), statistics.sales("max")))
    return scaled.select(*PROCESSED_SCHEMA.names)


def _min_max(least: float, greatest: float) -> Column:
    """MinMaxScaler's own arithmetic (it multiplies by the reciprocal), so that the bits are the same."""
    if greatest == least:
        return F.lit(_CONSTANT_SCALED)
    return (F.col(SALES).cast(T.DoubleType()) - F.lit(least)) * F.lit(1.0 / (greatest - least))


def _cast(field: T.StructField) -> Column:
    value = F.col(field.name).cast(field.dataType)
    if field.name != SALES:
        return value
    return F.when(~F.isnan(value) & (F.abs(value) != F.lit(float("inf"))), value)


def _column(name: str) -> Column:
    """A column by its exact name, dots and back-ticks included."""
    return F.col("`" + name.replace("`", "``") + "`")
