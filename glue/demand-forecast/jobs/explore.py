"""Glue job ``explore``: what is in the cleaned sales, as small files under ``eda/``."""

import logging
from collections.abc import Sequence
from typing import Any

from demand_forecast import VARIANTS
from demand_forecast.describing import as_lines
from demand_forecast.exploration import overview, totals
from demand_forecast.schema import PROCESSED_SCHEMA, SALES
from relay_job import Check, JobContext, JobReport, RowCounts, run_job
from relay_job.files import write_csv_rows, write_json

logger = logging.getLogger("demand_forecast.explore")

FIRST_ROWS = 5


def explore(context: JobContext) -> JobReport:
    """Read, sum up and write."""
    variant = context.arguments.variant(VARIANTS)
    spark, folder = context.spark, context.layout.area("eda")
    processed = spark.read.schema(PROCESSED_SCHEMA).parquet(context.layout.area("processed"))
    with context.timed("aggregate"):
        seen, summed = overview(processed), totals(processed)
        first = [row.asDict() for row in processed.limit(FIRST_ROWS).collect()]
    for line in as_lines(seen.sales):
        logger.info("%s", line)

    documents = {
        "schema": [{"name": field.name, "type": field.dataType.simpleString()} for field in PROCESSED_SCHEMA],
        "first_rows": first,
        "sales_summary": seen.sales[SALES],
        "missing": seen.missing,
        "correlation": seen.matrix(),
    }
    tables: dict[str, tuple[tuple[str, str], Sequence[Any]]] = {
        "monthly_sales": (("year_month", "total_sales"), summed.by_month),
        "store_average": (("store", "average_sales"), summed.store_average),
        "item_totals": (("item", "total_sales"), summed.by_item),
    }
    outputs = {name: f"{folder}/{name}.json" for name in documents} | {
        name: f"{folder}/{name}.csv" for name in tables
    }
    with context.timed("write"):
        for name, document in documents.items():
            write_json(spark, outputs[name], document)
        for name, (header, rows) in tables.items():
            write_csv_rows(spark, outputs[name], header, rows)
    missing = {name: count for name, count in seen.missing.items() if count}
    detail = ", ".join(f"{name}: {count}" for name, count in missing.items()) or "none"
    return context.report(
        variant, RowCounts(seen.rows, seen.rows), outputs, [Check("no missing values", not missing, detail)]
    )


if __name__ == "__main__":
    run_job(explore)
