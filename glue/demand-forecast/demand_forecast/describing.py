"""Spark's ``describe`` as numbers instead of text: count, mean, sample standard deviation, min and max."""

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame, Row
from pyspark.sql import functions as F

STATISTICS = ("count", "mean", "stddev", "min", "max")

#: Statistic by name, by column; None where it has no value (no rows, or one row's standard deviation).
Description = dict[str, dict[str, float | None]]


def describe(frame: DataFrame, columns: Sequence[str]) -> Description:
    """Describe numeric columns in one pass over the frame."""
    return description(frame.agg(*description_columns(columns)).collect()[0], columns)


def description_columns(columns: Sequence[str]) -> list[Column]:
    """The aggregates that :func:`description` reads, to be taken together with others in one pass."""
    functions = {"count": F.count, "mean": F.mean, "stddev": F.stddev_samp, "min": F.min, "max": F.max}
    return [functions[name](column).alias(f"{column}_{name}") for column in columns for name in STATISTICS]


def description(row: Row, columns: Sequence[str]) -> Description:
    """Read the aggregates of :func:`description_columns` from their row."""
    return {column: {name: row[f"{column}_{name}"] for name in STATISTICS} for column in columns}


def as_lines(described: Description) -> list[str]:
    """The description as lines of a table, for a log."""
    header = " " * 10 + "".join(f"{name:>16}" for name in STATISTICS)
    rows = [
        f"{column:<10}" + "".join(f"{_text(values[name]):>16}" for name in STATISTICS)
        for column, values in described.items()
    ]
    return [header, *rows]


def _text(value: float | None) -> str:
    return "-" if value is None else f"{value:.10g}"
