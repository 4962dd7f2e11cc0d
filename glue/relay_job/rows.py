"""Rows against a schema: text columns to typed ones, and what is wrong with the rows that do not fit.

A pipeline states its input as a :class:`RowSchema`. :func:`read_rows`, :func:`union_of` and
:func:`check_rows` make of a file, or of a batch's files, one frame with the typed columns and a number per
row, 0 where the row fits; :func:`tally` counts. There is no Python on the way of a row: every check is a
column expression, all are evaluated in one pass.
"""

import csv
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from operator import or_

from pyspark.sql import Column, DataFrame, Row, SparkSession
from pyspark.sql import functions as F
from pyspark.sql import types as T

from relay_job.columns import TEXT, ColumnRule
from relay_job.errors import JobDataError
from relay_job.files import read_first_line
from relay_job.inputs import input_files

#: A bit for each problem of the schema that the row has; 0 where the row fits.
PROBLEMS = "_problems"
#: The text of a row whose number of fields is not the header's; null for all others.
MALFORMED = "_malformed"
_ROWS = "_rows"
#: How many files' headers are read at once: reading one is mostly waiting for S3.
_HEADERS_AT_ONCE = 8


@dataclass(frozen=True)
class RowSchema:
    """The columns of an input in order, and the columns that together name a row."""

    columns: tuple[ColumnRule, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """The columns' names."""
        return [column.name for column in self.columns]

    @property
    def types(self) -> T.StructType:
        """The typed columns."""
        return T.StructType([T.StructField(column.name, column.type) for column in self.columns])

    def problems(self) -> list[tuple[str, Column]]:
        """All reasons, each with its condition over text columns; the place in the list is the bit."""
        whole = F.col(MALFORMED).isNull()
        values = [problem for column in self.columns for problem in column.problems()]
        fields = ("the row has more or fewer fields than the header", ~whole)
        return [fields, *((reason, whole & condition) for reason, condition in values)]

    def reasons(self, bits: int) -> list[str]:
        """The reasons that a number in PROBLEMS stands for."""
        return [reason for bit, (reason, _) in enumerate(self.problems()) if bits >> bit & 1]

    def reason(self) -> Column:
        """PROBLEMS as text."""
        texts = [
            F.when(F.col(PROBLEMS).bitwiseAND(1 << bit) != 0, reason)
            for bit, (reason, _) in enumerate(self.problems())
        ]
        return F.concat_ws("; ", *texts)


@dataclass(frozen=True)
class Tally:
    """Rows of a file, rows by reason (a row may have several), and the aggregates over the rows that fit."""

    rows: int
    unfit: int
    by_reason: dict[str, int]
    fit: Row | None


def read_rows(spark: SparkSession, source: str, schema: RowSchema) -> list[DataFrame]:
    """The schema's columns of a CSV file as text, found by name whatever their order and case, and MALFORMED.

    ``source`` may also be the list of a batch (:func:`relay_job.inputs.input_files`). There is a frame for
    each header among the files, which reads all the files that have it and does nothing else. Further columns
    are left out. Raises JobDataError when a file lacks a column.
    """
    files = input_files(spark, source)
    with ThreadPoolExecutor(max_workers=_HEADERS_AT_ONCE) as pool:
        headers = list(pool.map(lambda file: _header(spark, file), files))
    alike: dict[tuple[str, ...], list[str]] = {}
    for file, header in zip(files, headers, strict=True):
        alike.setdefault(tuple(header), []).append(file)
    return [_read_alike(spark, same, header, schema) for header, same in alike.items()]


def union_of(frames: Sequence[DataFrame]) -> DataFrame:
    """The rows of all frames, which have the same columns."""
    return reduce(DataFrame.unionByName, frames)


def _header(spark: SparkSession, file: str) -> list[str]:
    return next(csv.reader([read_first_line(spark, file)]), [])


def _read_alike(
    spark: SparkSession, files: Sequence[str], header: Sequence[str], schema: RowSchema
) -> DataFrame:
    chosen = find_columns(header, files[0], schema)
    # By place: names in a header may be empty, or there twice.
    places = [f"_c{place}" for place in range(len(header))]
    text = T.StructType([T.StructField(name, T.StringType()) for name in [*places, MALFORMED]])
    raw = (
        spark.read.option("header", True)
        # A reader that leaves further columns out does not count a row's fields, and lets shifted rows pass.
        .option("columnPruning", False)
        # A quote inside a quoted value is doubled (RFC 4180); Spark expects a backslash before it.
        .option("escape", '"')
        .option("columnNameOfCorruptRecord", MALFORMED)
        .schema(text)
        .csv(list(files))
    )
    taken = {name: F.col(places[header.index(found)]) for name, found in chosen.items()}
    absent = F.lit(None).cast(T.StringType())
    return raw.select(*(taken.get(name, absent).alias(name) for name in schema.names), MALFORMED)


def find_columns(header: Sequence[str], source: str, schema: RowSchema) -> dict[str, str]:
    """The header's own name of each column of the schema, but for optional ones that it does not have.

    Raises JobDataError naming other columns that are not there.
    """
    wanted = ", ".join(schema.names)
    if not header:
        raise JobDataError(f"{source} is empty: it has no header line; expected {wanted}")
    by_name = {name.strip().lower(): name for name in reversed(header)}
    absent = [column for column in schema.columns if column.name.lower() not in by_name]
    missing = [column.name for column in absent if not column.optional]
    if missing:
        raise JobDataError(
            f"{source} has no column {', '.join(missing)}; its header is: {', '.join(header)}; "
            f"send the file again with the columns {wanted}, in any order"
        )
    return {name: by_name[name.lower()] for name in schema.names if name.lower() in by_name}


def check_rows(text: DataFrame, schema: RowSchema) -> DataFrame:
    """Rows as :func:`read_rows` has them to typed columns and PROBLEMS; further columns of the frame stay."""
    kept = [name for name in text.columns if name not in {*schema.names, MALFORMED}]
    bits = [F.when(condition, 1 << bit).otherwise(0) for bit, (_, condition) in enumerate(schema.problems())]
    # Two steps, so that each value is read once for all that is asked of it.
    typed = [column.typed().alias(column.name) for column in schema.columns]
    texts = [F.col(name).alias(f"{TEXT}{name}") for name in schema.names]
    both = text.select(*typed, *texts, MALFORMED, *kept)
    return both.select(*schema.names, *kept, reduce(lambda a, b: a.bitwiseOR(b), bits).alias(PROBLEMS))


def fitting(checked: DataFrame) -> DataFrame:
    """The rows of :func:`check_rows` that fit, without PROBLEMS."""
    return checked.where(F.col(PROBLEMS) == 0).drop(PROBLEMS)


def tally(checked: DataFrame, schema: RowSchema, source: str, aggregates: Sequence[Column] = ()) -> Tally:
    """Count rows by what is wrong with them, and take ``aggregates`` over those that fit, in one pass.

    Raises JobDataError when there are no rows.
    """
    groups = checked.groupBy(PROBLEMS).agg(F.count(F.lit(1)).alias(_ROWS), *aggregates).collect()
    if not groups:
        raise JobDataError(f"{source} has a header but no data rows; send the file again with its rows")
    unfit = {group[PROBLEMS]: group[_ROWS] for group in groups if group[PROBLEMS]}
    seen = reduce(or_, unfit, 0)
    by_reason = {
        reason: sum(rows for bits, rows in unfit.items() if reason in schema.reasons(bits))
        for reason in schema.reasons(seen)
    }
    fit = next((group for group in groups if not group[PROBLEMS]), None)
    return Tally(sum(group[_ROWS] for group in groups), sum(unfit.values()), by_reason, fit)
