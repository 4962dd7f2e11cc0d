"""Glue job ``report-failure``: what is known of the failed run, in one file for whoever mends it."""

from customer_churn import VARIANT
from customer_churn.failure import failure_document, rows_by_reason
from relay_job import JobContext, JobReport, RowCounts, run_job
from relay_job.files import exists, write_json


def report_failure(context: JobContext) -> JobReport:
    """Collect and write; the message to people is the orchestrator's, when the run has ended."""
    arguments, spark = context.arguments, context.spark
    aside = context.layout.area("quarantine")
    outputs = {"failure": f"{context.layout.area('eda')}/failure.json"}
    quarantined = rows_by_reason(spark.read.json(aside)) if exists(spark, aside) else {}
    document = failure_document(arguments.run_id, arguments.input, arguments.failed_steps, quarantined)
    write_json(spark, outputs["failure"], document)
    return context.report(VARIANT, RowCounts(0, 0), outputs)


if __name__ == "__main__":
    run_job(report_failure, ())
