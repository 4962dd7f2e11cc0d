"""Glue job ``clean``: the dropped CSV to one typed row for each customer. Rows that do not fit, or that a
later row of the same customer replaces, go to ``quarantine/``.
"""

import logging

from customer_churn import VARIANT
from customer_churn.cleaning import ages, ages_columns, to_customers
from customer_churn.schema import SLASH_DATES, customer_rows, profiled
from relay_job import MAX_QUARANTINED, Check, JobContext, JobReport, Quarantine, accept_rows, run_job
from relay_job.profile import profile

logger = logging.getLogger("customer_churn.clean")


def clean(context: JobContext) -> JobReport:
    """Read, put aside what does not fit, fill ages and write."""
    schema = customer_rows(context.arguments.text(SLASH_DATES))
    quarantine = Quarantine(context.layout.area("quarantine"), context.arguments.share(MAX_QUARANTINED))
    outputs = {"customers": f"{context.layout.area('processed')}/customers"}
    with context.timed("read"):
        accepted = accept_rows(context.spark, context.arguments.input, schema, quarantine, ages_columns())
    counts, seen = accepted.counts(), ages(accepted.measured)
    if accepted.quarantined:
        outputs["quarantine"] = quarantine.folder
        logger.warning("%d of %d rows put aside: %s", accepted.quarantined, counts.rows_in, quarantine.folder)
    with context.timed("write"):
        to_customers(accepted.rows, seen).write.mode("overwrite").parquet(outputs["customers"])
    spread = profile(accepted.rows, profiled(schema), counts.rows_out)
    accepted.cached.unpersist()
    filled = f"{seen.missing} missing, the median is {seen.median}"
    checks = [*accepted.checks(schema), Check("every age known", not seen.missing, filled)]
    return context.report(VARIANT, counts, outputs, checks, profile=spread)


if __name__ == "__main__":
    run_job(clean, (SLASH_DATES, MAX_QUARANTINED))
