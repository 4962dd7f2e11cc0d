"""Glue job ``train``: contacts with known deposits train models and choose one; others are scored."""

from bank_deposit.candidates import MODELS
from bank_deposit.features import LABEL, with_features
from bank_deposit.schema import CONTACTS, CONTACTS_SCHEMA
from bank_deposit.steps.model_store import AUTO
from bank_deposit.steps.score import score
from bank_deposit.steps.train import train_models
from relay_job import JobContext, JobReport, run_job
from relay_job.arguments import VARIANT

MODEL_RUN = "model_run"


def train(context: JobContext) -> JobReport:
    """Read the contacts, then train and score, or only score."""
    model_run = context.arguments.text(MODEL_RUN)
    source = f"{context.layout.area('processed')}/{CONTACTS}"
    rows = with_features(context.spark.read.schema(CONTACTS_SCHEMA).parquet(source)).cache()
    trains = model_run == AUTO and not rows.where(rows[LABEL].isNotNull()).isEmpty()
    return train_models(context, rows) if trains else score(context, rows, model_run)


if __name__ == "__main__":
    run_job(train, (VARIANT, MODEL_RUN, *MODELS))
