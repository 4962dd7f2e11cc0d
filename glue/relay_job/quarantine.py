"""Rows that are put aside, those that do not fit and those that are replaced: reason, file, line, content.

A file without such rows costs nothing here. Where there are some, the file is read a second time with the
place of every row, since the first reading carries none.
"""

from collections.abc import Sequence

from pyspark.sql import DataFrame, Row, SparkSession, Window
from pyspark.sql import functions as F

from relay_job.keys import superseded
from relay_job.rows import MALFORMED, PROBLEMS, RowSchema, check_rows, union_of

FILE, LINE, REASON, CONTENT = "file", "line", "reason", "content"
_BLOCK, _POSITION, _FIRST, _BEFORE, _ROWS = "_block", "_position", "_first", "_before", "_rows"
_REPLACED = "_replaced"
_HEADER_LINES = 1
_EXAMPLES = 3


def located(raw: DataFrame) -> DataFrame:
    """Rows read from files, with their file and line.

    ``raw`` reads files and does nothing else. The line counts the header and is exact where the file has no
    blank lines: readers leave these out.
    """
    placed = raw.select(
        *raw.columns,
        F.col("_metadata.file_path").alias(FILE),
        F.col("_metadata.file_block_start").alias(_BLOCK),
        F.monotonically_increasing_id().alias(_POSITION),
    )
    earlier = Window.partitionBy(FILE).orderBy(_BLOCK).rowsBetween(Window.unboundedPreceding, -1)
    blocks = (
        placed.groupBy(FILE, _BLOCK)
        .agg(F.min(_POSITION).alias(_FIRST), F.count(F.lit(1)).alias(_ROWS))
        .withColumn(_BEFORE, F.coalesce(F.sum(_ROWS).over(earlier), F.lit(0)))
    )
    line = F.col(_BEFORE) + F.col(_POSITION) - F.col(_FIRST) + _HEADER_LINES + 1
    joined = placed.join(F.broadcast(blocks), [FILE, _BLOCK])
    return joined.select(*raw.columns, FILE, line.alias(LINE))


def unfit_rows(raw: Sequence[DataFrame], schema: RowSchema) -> DataFrame:
    """The rows of ``raw`` that do not fit: reason, file, line, content.

    ``raw`` is from :func:`relay_job.rows.read_rows`. The content is the row's text where its fields do not
    match the header, else its values of the schema's columns as CSV.
    """
    unfit = _checked(raw, schema).where(F.col(PROBLEMS) != 0)
    return unfit.select(schema.reason().alias(REASON), FILE, LINE, CONTENT)


def split_duplicates(raw: Sequence[DataFrame], schema: RowSchema) -> tuple[DataFrame, DataFrame]:
    """The rows that fit, one for each key, and those that a later row of their key replaces.

    The row that comes last stays, by file name and line: a correction follows what it corrects. The first
    frame has the schema's columns, the second is as :func:`unfit_rows`.
    """
    fit = _checked(raw, schema).where(F.col(PROBLEMS) == 0)
    marked = fit.withColumn(_REPLACED, superseded(schema.key, (FILE, LINE)))
    reason = F.lit(f"a later row has the same {', '.join(schema.key)}").alias(REASON)
    replaced = marked.where(_REPLACED).select(reason, FILE, LINE, CONTENT)
    return marked.where(~F.col(_REPLACED)).select(*schema.names), replaced


def first_examples(spark: SparkSession, folder: str, several_files: bool) -> str:
    """Place and reason of the first rows that lie in ``folder``, without their content.

    The place is the line, where there are several files with the file's name.
    """
    rows = spark.read.json(folder).orderBy(FILE, LINE).select(FILE, LINE, REASON).limit(_EXAMPLES).collect()
    return ", ".join(f"{_place(row, several_files)} ({row[REASON]})" for row in rows)


def _place(row: Row, several_files: bool) -> str:
    line = f"line {row[LINE]}"
    return f"{line} of {row[FILE].rsplit('/', 1)[-1]}" if several_files else line


def _checked(raw: Sequence[DataFrame], schema: RowSchema) -> DataFrame:
    values = F.to_csv(F.struct(*schema.names))
    content = F.coalesce(F.col(MALFORMED), values).alias(CONTENT)
    placed = union_of([located(part) for part in raw])
    return check_rows(placed.select("*", content), schema)
