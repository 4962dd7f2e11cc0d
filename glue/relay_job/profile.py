"""How the values of each input column are spread, small enough for the report: what drift is measured on.

A quantity's bins have fixed edges, ..., 1, 2, 5, 10, 20, 50, 100, ... and their negatives: two runs have the
same edges whatever their data, so that counts can be compared bin by bin with no reference to keep. Dates are
counted by quarter; identifiers and text by value, the most frequent ones by name and the others together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyspark.sql import Column, DataFrame, Row
from pyspark.sql import functions as F
from pyspark.sql import types as T

from relay_job.columns import ColumnRule
from relay_job.rows import RowSchema

TOP_VALUES = 50
#: Bins that come to the driver, over all columns, the most frequent first: more are only counted as others.
MOST_GROUPS = 10_000
OTHER = "other"
_SET, _COUNT = "grouping_set", "bin_count"
_QUARTERS = 4


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
    """The profile of every column of rows of the schema, in one pass; ``rows`` is how many there are."""
    names = ", ".join(f"`{name}`" for name in schema.names)
    sets = ", ".join(f"(`{name}`)" for name in schema.names)
    labels = frame.select(*(_label(column).alias(column.name) for column in schema.columns))
    counts = frame.sparkSession.sql(
        f"""SELECT grouping_id({names}) AS {_SET}, {names}, count(*) AS {_COUNT}
        FROM {{labels}} GROUP BY {names} GROUPING SETS ({sets})
        ORDER BY {_COUNT} DESC, {names} LIMIT {MOST_GROUPS}""",
        labels=labels,
    ).collect()
    # grouping_id has a bit set for each column that is left out, the last column's being the lowest.
    last, every = len(schema.columns) - 1, (1 << len(schema.columns)) - 1
    return [
        _profile(column, [row for row in counts if row[_SET] == every ^ 1 << last - place], rows)
        for place, column in enumerate(schema.columns)
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


def _label(column: ColumnRule) -> Column:
    """What the values of one bin have in common; null for missing values."""
    value = F.col(column.name)
    if _is_quantity(column):
        return outer_edge(value)
    if isinstance(column.type, T.DateType):
        return F.year(value) * _QUARTERS + F.quarter(value) - 1
    return value


def _profile(column: ColumnRule, counted: Sequence[Row], rows: int) -> ColumnProfile:
    missing = sum(row[_COUNT] for row in counted if row[column.name] is None)
    present = [(row[column.name], row[_COUNT]) for row in counted if row[column.name] is not None]
    if _is_quantity(column):
        edges = sorted((_edge(label), count) for label, count in present)
        bins = [_quantity_bin(edge, count) for edge, count in edges]
        return ColumnProfile(column.name, missing, rows, bins)
    top = sorted(present[:TOP_VALUES])
    rest = rows - missing - sum(count for _, count in top)
    named = [Bin(_text(column, label), None, count) for label, count in top]
    return ColumnProfile(column.name, missing, rows, [*named, *([Bin(OTHER, None, rest)] if rest else [])])


def _text(column: ColumnRule, label: Any) -> str:
    if isinstance(column.type, T.DateType):
        return f"{label // _QUARTERS:04}-Q{label % _QUARTERS + 1}"
    return str(label)


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
