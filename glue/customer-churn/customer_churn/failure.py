"""What is known of a run that failed, for whoever has to mend it."""

from collections.abc import Sequence
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from relay_job.arguments import FailedStep


def rows_by_reason(quarantined: DataFrame) -> dict[str, int]:
    """Rows that were put aside, by reason, the most frequent first."""
    counted = quarantined.groupBy("reason").agg(F.count(F.lit(1)).alias("rows"))
    return {row["reason"]: row["rows"] for row in counted.orderBy(F.desc("rows"), "reason").collect()}


def failure_document(
    run_id: str, input_uri: str, failed: Sequence[FailedStep], quarantined: dict[str, int]
) -> dict[str, Any]:
    """The document ``failure.json``."""
    return {
        "runId": run_id,
        "input": input_uri,
        "failed": [{"step": one.step, "attempt": one.attempt, "error": one.error} for one in failed],
        "quarantinedRowsByReason": quarantined,
    }
