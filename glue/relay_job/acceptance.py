"""The way of a dropped file into a pipeline: its rows that fit, one for each key; the others put aside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyspark.sql import Column, DataFrame, Row, SparkSession
from pyspark.sql import functions as F

from relay_job.errors import JobDataError
from relay_job.inputs import is_list
from relay_job.keys import distinct_keys
from relay_job.quarantine import first_examples, split_duplicates, unfit_rows
from relay_job.report import Check, RowCounts
from relay_job.rows import PROBLEMS, RowSchema, Tally, check_rows, fitting, read_rows, tally, union_of

#: The run parameter that says which share of a file's rows may be put aside before the step fails.
MAX_QUARANTINED = "max_quarantined_share"


@dataclass(frozen=True)
class Quarantine:
    """Where rows that are put aside go, and which share of all rows they may be (0 to 1)."""

    folder: str
    limit: float


@dataclass(frozen=True)
class Accepted:
    """The rows to work with and what was counted on the way to them.

    ``measured`` has the aggregates over these rows; ``cached`` is to be unpersisted after use.
    """

    rows: DataFrame
    cached: DataFrame
    measured: Row
    tally: Tally
    duplicates: int

    @property
    def quarantined(self) -> int:
        """Rows put aside."""
        return self.tally.unfit + self.duplicates

    def counts(self) -> RowCounts:
        """The counts for the report."""
        return RowCounts(self.tally.rows, self.tally.rows - self.quarantined, self.quarantined)

    def checks(self, schema: RowSchema) -> list[Check]:
        """What was checked, for the report; none of it stopped the step."""
        return [
            Check("columns present", True, ", ".join(schema.names)),
            Check("rows present", True, f"{self.tally.rows} rows"),
            Check("all rows fit the schema", not self.tally.unfit, _listed(self.tally.by_reason)),
            Check("one row for each key", not self.duplicates, f"{self.duplicates} replaced by a later row"),
        ]


def accept_rows(
    spark: SparkSession,
    source: str,
    schema: RowSchema,
    quarantine: Quarantine,
    aggregates: Sequence[Column],
    arrange: Callable[[DataFrame], DataFrame] = lambda rows: rows,
) -> Accepted:
    """Read a CSV file or a batch's files, put aside rows that do not fit or that a later row of their key
    replaces (in a batch, files come in the order of their names).

    ``aggregates`` are taken over the rows that stay. ``arrange`` may sort rows within their partition and add
    columns before they are cached; the column PROBLEMS is 0 for those that fit.

    Files are read once; a second time only where rows are put aside. Raises JobDataError when a column is
    missing, there are no rows, none fits, or more are put aside than the quarantine's limit: they lie in
    its folder also then.
    """
    raw = read_rows(spark, source, schema)
    checked = arrange(check_rows(union_of(raw), schema)).cache()
    counted = tally(checked, schema, source, aggregates)
    rows = fitting(checked)
    duplicates = _duplicates(rows, schema, counted)
    measured = counted.fit
    if counted.unfit or duplicates:
        kept, replaced = split_duplicates(raw, schema)
        aside = unfit_rows(raw, schema)
        (aside.unionByName(replaced) if duplicates else aside).write.mode("overwrite").json(quarantine.folder)
        _refuse_above_limit(spark, source, quarantine, counted, duplicates)
        if duplicates:
            checked.unpersist()
            checked = arrange(kept.withColumn(PROBLEMS, F.lit(0))).cache()
            rows = fitting(checked)
            measured = rows.agg(*aggregates).collect()[0]
    if measured is None:
        raise JobDataError(
            f"{source}: none of the {counted.rows} rows fits: {_listed(counted.by_reason)}; check the export"
        )
    return Accepted(rows, checked, measured, counted, duplicates)


def _duplicates(rows: DataFrame, schema: RowSchema, counted: Tally) -> int:
    return counted.rows - counted.unfit - distinct_keys(rows, schema.key) if schema.key else 0


def _refuse_above_limit(
    spark: SparkSession, source: str, quarantine: Quarantine, counted: Tally, duplicates: int
) -> None:
    aside = counted.unfit + duplicates
    share = aside / counted.rows
    if share <= quarantine.limit:
        return
    reasons = _listed(
        {**counted.by_reason, **({"replaced by a later row": duplicates} if duplicates else {})}
    )
    examples = first_examples(spark, quarantine.folder, is_list(source))
    raise JobDataError(
        f"{source}: {aside} of {counted.rows} rows ({share:.2%}) do not fit, and {MAX_QUARANTINED} allows "
        f"{quarantine.limit:.2%}. Why: {reasons}. First: {examples}. "
        f"All of them are in {quarantine.folder}. Correct the file and send it again, or raise the parameter"
    )


def _listed(counts: dict[str, int]) -> str:
    return "; ".join(f"{reason}: {count}" for reason, count in counts.items()) or "none"
