"""Glue job ``clean``: the dropped CSV to typed, complete, scaled sales, and a random 80/20 split of them
as CSV. Rows that do not fit, or that a later row replaces, go to ``quarantine/``.
"""

import logging

from demand_forecast import CLASSIC, VARIANTS
from demand_forecast.cleaning import DESCRIBED, Statistics, impute, scale, statistics, statistics_columns
from demand_forecast.describing import as_lines, describe
from demand_forecast.schema import SALES_ROWS
from pyspark.sql import DataFrame
from relay_job import MAX_QUARANTINED, Check, JobContext, JobReport, Quarantine, accept_rows, run_job
from relay_job.arguments import VARIANT
from relay_job.files import write_single_csv
from relay_job.profile import ColumnProfile, profile
from relay_job.rows import PROBLEMS
from relay_job.runner import together
from relay_job.sampling import DRAW, drawn, parts_of

logger = logging.getLogger("demand_forecast.clean")

TRAIN_SHARE = 0.8
SEED = 42


def clean(context: JobContext) -> JobReport:
    """Read, put aside what does not fit, measure, scale, split and write.

    Only ``classic`` fills in missing sales: to a series, a mean over all stores and items is no day's sales.
    """
    variant = context.arguments.variant(VARIANTS)
    quarantine = Quarantine(context.layout.area("quarantine"), context.arguments.share(MAX_QUARANTINED))
    processed_to, training_to = context.layout.area("processed"), context.layout.area("training")
    outputs = {
        "processed": processed_to,
        "train": f"{training_to}/train.csv",
        "test": f"{training_to}/test.csv",
    }
    with context.timed("read"):
        accepted = accept_rows(
            context.spark,
            context.arguments.input,
            SALES_ROWS,
            quarantine,
            statistics_columns(),
            ready_to_split,
        )
    counts, seen = accepted.counts(), statistics(accepted.measured)
    if accepted.quarantined:
        outputs["quarantine"] = quarantine.folder
        logger.warning("%d of %d rows put aside: %s", accepted.quarantined, counts.rows_in, quarantine.folder)

    filled = impute(accepted.rows, seen) if variant == CLASSIC else accepted.rows
    scaled = scale(filled, seen)
    processed = scaled.drop(DRAW)
    train, test = parts_of(scaled, TRAIN_SHARE)
    log_described(processed, seen)
    columns: list[ColumnProfile] = []
    with context.timed("write"):
        together(
            lambda: write_single_csv(train, outputs["train"]),
            lambda: write_single_csv(test, outputs["test"]),
            lambda: processed.write.mode("overwrite").parquet(processed_to),
            lambda: columns.extend(profile(accepted.rows, SALES_ROWS, counts.rows_out)),
        )
    accepted.cached.unpersist()
    empty = Check("no empty values", not seen.missing_sales, f"sales: {seen.missing_sales}")
    checks = [*accepted.checks(SALES_ROWS), empty]
    return context.report(variant, counts, outputs, checks, profile=columns)


def ready_to_split(checked: DataFrame) -> DataFrame:
    """Sorted and drawn before the rows are cached: once for all that is written of them.

    Rows that do not fit come last, so that they change no other row's draw.
    """
    return drawn(checked, [PROBLEMS, *SALES_ROWS.key], SEED)


def log_described(processed: DataFrame, seen: Statistics) -> None:
    """Log the description of the processed data; without missing sales it is that of the data as read."""
    described = describe(processed, DESCRIBED) if seen.missing_sales else seen.described
    if seen.missing_sales:
        logger.info("%d rows without sales; the mean is %s", seen.missing_sales, seen.sales("mean"))
    for line in as_lines(described):
        logger.info("%s", line)


if __name__ == "__main__":
    run_job(clean, (VARIANT, MAX_QUARANTINED))
