"""How the values of each input column are spread, small enough for the report: what drift is measured on.

A quantity's bins have fixed edges, ..., 1, 2, 5, 10, 20, 50, 100, ... and their negatives: two runs have the
same edges whatever their data, so that counts can be compared bin by bin with no reference to keep. Dates are
counted by quarter; identifiers and text by value, the most frequent ones by name and the others together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from pyspark.sql import Column, DataFrame, Row
from pyspark.sql import functions as F
from pyspark.sql import types as T

from relay_job.rows import ColumnRule, RowSchema

TOP_VALUES = 50
OTHER = "other"
_COLUMN, _LABEL, _COUNT = "column", "label", "count"


@dataclass(frozen=True)
class Bin:
    """Values counted together; ``upper`` is the upper edge of a quantity's bin, None for all others."""

    label: str
    upper: float | None
    count: int

    def to_json(self) -> dict[str, Any]:
        """The JSON form."""
        return {"label": self.label, "upper": self.upper, "count": self.count}


@dataclass(frozen=True)
class ColumnProfile:
    """The spread of a column over ``rows`` rows, of which ``missing`` have no value."""

    column: str
    missing: int
    rows: int
    bins: Sequence[Bin]

    def to_json(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "column": self.column,
            "missing": self.missing,
            "rows": self.rows,
            "bins": [one.to_json() for one in self.bins],
        }


def profile(frame: DataFrame, schema: RowSchema, rows: int) -> list[ColumnProfile]:
    """The profile of every column of rows of the schema; ``rows`` is how many there are."""
    counted = reduce(DataFrame.unionByName, (_counted(frame, column) for column in schema.columns)).collect()
    return [
        _profile(column, [row for row in counted if row[_COLUMN] == column.name], rows)
        for column in schema.columns
    ]


def outer_edge(value: Column) -> Column:
    """The edge of a quantity's bin that is farther from 0, the value itself where it is an edge.

    It is 0 or one of ±1, 2, 5, 10 times a power of ten, up to rounding: :func:`_edge` makes it exact.
    """
    size = F.abs(value.cast(T.DoubleType()))
    power = F.pow(F.lit(10.0), F.floor(F.log10(size)))
    lead = size / power
    digit = F.when(lead <= 1, 1).when(lead <= 2, 2).when(lead <= 5, 5).otherwise(10)
    return F.when(size == 0, 0.0).otherwise(F.signum(value) * digit * power)


def _is_quantity(column: ColumnRule) -> bool:
    return isinstance(column.type, T.NumericType) and not column.identifier


def _counted(frame: DataFrame, column: ColumnRule) -> DataFrame:
    """Rows by bin of one column: its name, the bin's label (null where values are missing), count."""
    value = F.col(column.name)
    if _is_quantity(column):
        label = outer_edge(value)
    elif isinstance(column.type, T.DateType):
        label = F.concat_ws("-Q", F.year(value), F.when(value.isNotNull(), F.quarter(value)))
        label = F.when(value.isNotNull(), label)
    else:
        label = value
    counts = frame.groupBy(label.alias(_LABEL)).agg(F.count(F.lit(1)).alias(_COUNT))
    if not _is_quantity(column):
        missing_first = [F.col(_LABEL).isNotNull(), F.col(_COUNT).desc(), F.col(_LABEL)]
        counts = counts.orderBy(*missing_first).limit(TOP_VALUES + 1)
    return counts.select(F.lit(column.name).alias(_COLUMN), F.col(_LABEL).cast("string"), _COUNT)


def _profile(column: ColumnRule, counted: Sequence[Row], rows: int) -> ColumnProfile:
    missing = sum(row[_COUNT] for row in counted if row[_LABEL] is None)
    present = [(row[_LABEL], row[_COUNT]) for row in counted if row[_LABEL] is not None]
    if _is_quantity(column):
        edges = sorted((_edge(float(label)), count) for label, count in present)
        return ColumnProfile(
            column.name, missing, rows, [_quantity_bin(edge, count) for edge, count in edges]
        )
    top = present[:TOP_VALUES]
    rest = rows - missing - sum(count for _, count in top)
    others = [Bin(OTHER, None, rest)] if rest else []
    return ColumnProfile(
        column.name, missing, rows, [*(Bin(label, None, count) for label, count in sorted(top)), *others]
    )


def _edge(value: float) -> float:
    """The edge without the rounding of its computation: it has one digit."""
    return float(f"{value:.0e}")


def _quantity_bin(outer: float, count: int) -> Bin:
    """The bin whose edge farther from 0 is ``outer``; the other edge is not in it."""
    if outer == 0:
        return Bin("0", 0.0, count)
    inner = _edge(outer * (0.4 if f"{outer:.0e}".lstrip("-").startswith("5") else 0.5))
    if outer > 0:
        return Bin(f"({inner:g}, {outer:g}]", outer, count)
    return Bin(f"[{outer:g}, {inner:g})", inner, count)
