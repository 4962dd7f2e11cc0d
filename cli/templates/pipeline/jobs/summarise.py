"""Glue job ``summarise``: rows that fit to totals; the others to ``quarantine/``."""

from {{package}}.schema import ROWS
from {{package}}.totals import totals
from relay_job import MAX_QUARANTINED, JobContext, JobReport, Quarantine, RowCounts, accept_rows, run_job


def summarise(context: JobContext) -> JobReport:
    """Read, put aside what does not fit, sum up and write."""
    quarantine = Quarantine(context.layout.area("quarantine"), context.arguments.share(MAX_QUARANTINED))
    outputs = {"totals": f"{context.layout.area('processed')}/totals"}
    accepted = accept_rows(context.spark, context.arguments.input, ROWS, quarantine, ())
    if accepted.quarantined:
        outputs["quarantine"] = quarantine.folder
    made = totals(accepted.rows).cache()
    made.write.mode("overwrite").parquet(outputs["totals"])
    rows = RowCounts(accepted.counts().rows_in, made.count(), accepted.quarantined)
    return context.report("standard", rows, outputs, accepted.checks(ROWS))


if __name__ == "__main__":
    run_job(summarise, (MAX_QUARANTINED,))
