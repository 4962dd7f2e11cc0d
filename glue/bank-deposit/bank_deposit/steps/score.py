"""Score contacts with a model that an earlier run trained."""

import logging

from pyspark.sql import DataFrame
from relay_job import Check, JobContext, JobReport, RowCounts

from bank_deposit.evaluation import with_probability
from bank_deposit.steps.model_store import load_model, model_to_score_with
from bank_deposit.steps.predictions import scored, write_predictions

logger = logging.getLogger("bank_deposit.score")


def score(context: JobContext, rows: DataFrame, model_run: str) -> JobReport:
    """Score all rows; nothing is trained, so the report has no evaluations."""
    stored = model_to_score_with(context, model_run)
    logger.info("scored by %s (%s) of run %s", stored.name, stored.variant, stored.run_id)
    with context.timed("load"):
        model = load_model(context, stored)
    count = rows.count()
    outputs = write_predictions(context, scored(with_probability(model.transform(rows)), stored))
    used = Check("scored by", True, f"{stored.name} ({stored.variant}) of run {stored.run_id}")
    return context.report(stored.variant, RowCounts(count, count), outputs, [used])
