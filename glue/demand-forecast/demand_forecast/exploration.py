"""Exploration: what is in the cleaned sales, in two passes over them."""

import math
from dataclasses import dataclass

from pyspark.sql import DataFrame, Row
from pyspark.sql import functions as F

from demand_forecast.describing import Description, description, description_columns
from demand_forecast.schema import DATE, ITEM, PROCESSED_SCHEMA, SALES, STORE

CORRELATED = (STORE, ITEM, SALES)
PAIRS = tuple((a, b) for i, a in enumerate(CORRELATED) for b in CORRELATED[i + 1 :])
_YEAR_MONTH, _TOTAL, _COUNT, _SET = "year_month", "total", "sold_rows", "grouping_set"
#: The DataFrame API of Spark 3.5 has no grouping sets.
_SUMS = f"""
    SELECT grouping_id({_YEAR_MONTH}, {STORE}, {ITEM}) AS {_SET}, {_YEAR_MONTH}, {STORE}, {ITEM},
           sum({_TOTAL}) AS {_TOTAL}, sum({_COUNT}) AS {_COUNT}
    FROM {{cells}}
    GROUP BY {_YEAR_MONTH}, {STORE}, {ITEM} GROUPING SETS (({_YEAR_MONTH}), ({STORE}), ({ITEM}))
"""


@dataclass(frozen=True)
class Overview:
    """The figures over all rows; ``correlation`` has each pair once, None where a column does not vary."""

    rows: int
    sales: Description
    missing: dict[str, int]
    correlation: dict[tuple[str, str], float | None]

    def matrix(self) -> dict[str, dict[str, float | None]]:
        """The correlations as a full symmetric matrix, each column with itself at 1."""
        full = {**self.correlation, **{(b, a): value for (a, b), value in self.correlation.items()}}
        return {a: {b: 1.0 if a == b else full[a, b] for b in CORRELATED} for a in CORRELATED}


@dataclass(frozen=True)
class Totals:
    """Sales in units by month (in order), by store (average per row, in order) and by item (highest
    first).
    """

    by_month: list[tuple[str | None, float]]
    store_average: list[tuple[int | None, float | None]]
    by_item: list[tuple[int | None, float]]


def overview(processed: DataFrame) -> Overview:
    """Count, describe and correlate rows as PROCESSED_SCHEMA in one pass."""
    missing = [
        F.count(F.when(F.col(name).isNull(), 1)).alias(f"{name}_null") for name in PROCESSED_SCHEMA.names
    ]
    correlations = [F.corr(a, b).alias(f"{a}_{b}") for a, b in PAIRS]
    rows = F.count(F.lit(1)).alias("rows")
    row = processed.agg(rows, *description_columns([SALES]), *missing, *correlations).collect()[0]
    return Overview(
        rows=row["rows"],
        sales=description(row, [SALES]),
        missing={name: row[f"{name}_null"] for name in PROCESSED_SCHEMA.names},
        correlation={(a, b): _number(row[f"{a}_{b}"]) for a, b in PAIRS},
    )


def totals(processed: DataFrame) -> Totals:
    """Sum rows as PROCESSED_SCHEMA by month, store and item in one pass.

    The rows are first summed by all three together, then these few sums by each: what comes to the driver is
    one row per month, store and item.
    """
    cells = (
        processed.select(F.date_format(DATE, "yyyy-MM").alias(_YEAR_MONTH), STORE, ITEM, SALES)
        .groupBy(_YEAR_MONTH, STORE, ITEM)
        .agg(F.sum(SALES).alias(_TOTAL), F.count(SALES).alias(_COUNT))
    )
    months, stores, items = _by_set(processed.sparkSession.sql(_SUMS, cells=cells).collect())
    return Totals(
        by_month=sorted(((row[_YEAR_MONTH], row[_TOTAL]) for row in months), key=lambda pair: pair[0] or ""),
        store_average=sorted(
            ((row[STORE], _average(row)) for row in stores), key=lambda pair: _nulls_first(pair[0])
        ),
        by_item=sorted(
            ((row[ITEM], row[_TOTAL]) for row in items), key=lambda pair: (-pair[1], _nulls_first(pair[0]))
        ),
    )


def _by_set(rows: list[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    """Rows of the month, store and item grouping sets; grouping_id has a bit set for each column left out."""
    month, store, item = 0b011, 0b101, 0b110
    return tuple([row for row in rows if row[_SET] == kept] for kept in (month, store, item))  # type: ignore[return-value]


def _average(row: Row) -> float | None:
    return row[_TOTAL] / row[_COUNT] if row[_COUNT] else None


def _nulls_first(value: int | None) -> float:
    return -math.inf if value is None else value


def _number(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else value
