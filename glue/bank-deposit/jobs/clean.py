"""Glue job ``clean``: the dropped CSV to typed contacts as Parquet by month. Rows that do not fit go to
``quarantine/``.
"""

import logging

from bank_deposit.schema import CONTACT_ROWS, CONTACTS, DEPOSIT, MONTH
from pyspark.sql import functions as F
from relay_job import MAX_QUARANTINED, Check, JobContext, JobReport, Quarantine, accept_rows, run_job
from relay_job.arguments import VARIANT
from relay_job.profile import ColumnProfile, profile
from relay_job.runner import together

logger = logging.getLogger("bank_deposit.clean")


def clean(context: JobContext) -> JobReport:
    """Read, put aside what does not fit, and write."""
    quarantine = Quarantine(context.layout.area("quarantine"), context.arguments.share(MAX_QUARANTINED))
    outputs = {"processed": f"{context.layout.area('processed')}/{CONTACTS}"}
    with context.timed("read"):
        labelled = F.count(DEPOSIT).alias("labelled")
        accepted = accept_rows(context.spark, context.arguments.input, CONTACT_ROWS, quarantine, [labelled])
    counts = accepted.counts()
    if accepted.quarantined:
        outputs["quarantine"] = quarantine.folder
        logger.warning("%d of %d rows put aside: %s", accepted.quarantined, counts.rows_in, quarantine.folder)
    by_month = accepted.rows.repartition(MONTH).write.mode("overwrite").partitionBy(MONTH)
    columns: list[ColumnProfile] = []
    with context.timed("write"):
        together(
            lambda: by_month.option("compression", "snappy").parquet(outputs["processed"]),
            lambda: columns.extend(profile(accepted.rows, CONTACT_ROWS, counts.rows_out)),
        )
    accepted.cached.unpersist()
    known = Check("deposits known", True, f"of {accepted.measured['labelled']} contacts")
    checks = [*accepted.checks(CONTACT_ROWS), known]
    return context.report(context.arguments.text(VARIANT), counts, outputs, checks, profile=columns)


if __name__ == "__main__":
    run_job(clean, (VARIANT, MAX_QUARANTINED))
