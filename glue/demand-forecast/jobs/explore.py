"""Glue job ``explore``: what is in the cleaned sales, as small files under ``eda/`` and a page to look at."""

import logging
from collections.abc import Sequence
from datetime import date
from typing import Any

from demand_forecast import VARIANTS
from demand_forecast.describing import as_lines
from demand_forecast.exploration import Overview, Totals
from demand_forecast.exploration import explore as explored
from demand_forecast.reporting import ExplorationReport, exploration_report_html
from demand_forecast.schema import PROCESSED_SCHEMA, SALES
from relay_job import Check, JobContext, JobReport, RowCounts, run_job
from relay_job.files import write_csv_rows, write_json, write_text

logger = logging.getLogger("demand_forecast.explore")

FIRST_ROWS = 5


def explore(context: JobContext) -> JobReport:
    """Read, sum up and write."""
    variant = context.arguments.variant(VARIANTS)
    spark, folder = context.spark, context.layout.area("eda")
    processed = spark.read.schema(PROCESSED_SCHEMA).parquet(context.layout.area("processed"))
    with context.timed("aggregate"):
        seen, summed = explored(processed)
        first = [row.asDict() for row in processed.limit(FIRST_ROWS).collect()]
    for line in as_lines(seen.sales):
        logger.info("%s", line)

    documents = {
        "schema": [{"name": field.name, "type": field.dataType.simpleString()} for field in PROCESSED_SCHEMA],
        "first_rows": first,
        "sales_summary": seen.sales[SALES],
        "missing": seen.missing,
        "correlation": seen.correlation,
    }
    tables: dict[str, tuple[tuple[str, str], Sequence[Any]]] = {
        "monthly_sales": (("year_month", "total_sales"), summed.by_month),
        "store_average": (("store", "average_sales"), summed.store_average),
        "item_totals": (("item", "total_sales"), summed.by_item),
    }
    outputs = {name: f"{folder}/{name}.json" for name in documents} | {
        name: f"{folder}/{name}.csv" for name in tables
    }
    outputs["report"] = f"{folder}/report.html"
    with context.timed("write"):
        for name, document in documents.items():
            write_json(spark, outputs[name], document)
        for name, (header, rows) in tables.items():
            write_csv_rows(spark, outputs[name], header, rows)
        write_text(spark, outputs["report"], page(context, seen, summed))
    missing = {name: count for name, count in seen.missing.items() if count}
    detail = ", ".join(f"{name}: {count}" for name, count in missing.items()) or "none"
    return context.report(
        variant, RowCounts(seen.rows, seen.rows), outputs, [Check("no missing values", not missing, detail)]
    )


def page(context: JobContext, seen: Overview, summed: Totals) -> str:
    """The report to look at."""
    return exploration_report_html(
        ExplorationReport(
            pipeline=context.arguments.pipeline,
            run_id=context.arguments.run_id,
            rows=seen.rows,
            mean=seen.sales[SALES]["mean"] or 0.0,
            deviation=seen.sales[SALES]["stddev"] or 0.0,
            missing=seen.missing,
            months=[(date.fromisoformat(f"{month}-01"), total) for month, total in summed.by_month if month],
            stores=[(str(store), average or 0.0) for store, average in summed.store_average],
            weekdays=[(day, average or 0.0) for day, average in summed.weekday_average],
            items=[(str(item), total) for item, total in summed.by_item],
        )
    )


if __name__ == "__main__":
    run_job(explore)
