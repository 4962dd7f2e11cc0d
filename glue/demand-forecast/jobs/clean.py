"""Glue job ``clean``: the dropped CSV to typed, complete, scaled sales, and a random 80/20 split of them
as CSV.
"""

import logging

from demand_forecast import VARIANTS
from demand_forecast.cleaning import DESCRIBED, Statistics, impute_and_scale, measure, parse, select_columns
from demand_forecast.describing import Description, as_lines, describe
from demand_forecast.schema import SALES, SALES_SCHEMA
from pyspark.sql import DataFrame
from relay_job import Check, JobContext, JobReport, RowCounts, run_job
from relay_job.files import write_single_csv
from relay_job.runner import together
from relay_job.sampling import split_once

logger = logging.getLogger("demand_forecast.clean")

TRAIN_SHARE = 0.8
SEED = 42


def clean(context: JobContext) -> JobReport:
    """Read, measure, fill in, scale, split and write."""
    variant = context.arguments.variant(VARIANTS)
    source = context.arguments.input
    processed_to, training_to = context.layout.area("processed"), context.layout.area("training")
    outputs = {
        "processed": processed_to,
        "train": f"{training_to}/train.csv",
        "test": f"{training_to}/test.csv",
    }
    with context.timed("read"):
        text = select_columns(context.spark.read.option("header", True).csv(source), source)
        parsed = parse(text).cache()
        statistics = measure(parsed, source)
    log_input(statistics)

    processed = impute_and_scale(parsed, statistics)
    log_described(processed, statistics)
    train, test, drawn = split_once(processed, TRAIN_SHARE, SEED, processed.columns)
    with context.timed("write"):
        together(
            lambda: write_single_csv(train, outputs["train"]),
            lambda: write_single_csv(test, outputs["test"]),
            lambda: processed.write.mode("overwrite").parquet(processed_to),
        )
    drawn.unpersist()
    parsed.unpersist()
    rows = RowCounts(statistics.rows, statistics.rows)
    return context.report(variant, rows, outputs, checks(statistics))


def checks(statistics: Statistics) -> list[Check]:
    """What was seen in the input; empty and unreadable values do not stop the step, as they never did."""
    names = SALES_SCHEMA.names
    empty = {name: count for name, count in statistics.empty.items() if count}
    unparsed = {name: count for name, count in statistics.unparsed.items() if count}
    return [
        Check("columns present", True, ", ".join(names)),
        Check("rows present", True, f"{statistics.rows} rows"),
        Check("no empty values", not empty, _counts(empty)),
        Check("all values readable", not unparsed, _counts(unparsed)),
    ]


def log_input(statistics: Statistics) -> None:
    """Log types, missing and unreadable values."""
    for field in SALES_SCHEMA:
        logger.info(
            "column %s: %s, %d missing",
            field.name,
            field.dataType.simpleString(),
            statistics.missing(field.name),
        )
    for name, count in statistics.unparsed.items():
        if count:
            logger.warning("column %s: %d values could not be read and count as missing", name, count)


def log_described(processed: DataFrame, statistics: Statistics) -> None:
    """Log the description of the imputed data; without missing sales it is that of the data as read."""
    missing = statistics.missing(SALES)
    described: Description = describe(processed, DESCRIBED) if missing else statistics.described
    if missing:
        logger.info("%d missing sales filled with their mean, %s", missing, statistics.sales("mean"))
    for line in as_lines(described):
        logger.info("%s", line)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in counts.items()) or "none"


if __name__ == "__main__":
    run_job(clean)
