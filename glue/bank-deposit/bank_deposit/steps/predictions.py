"""Scores of contacts, as Parquet for queries and as one CSV file for everybody else."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from relay_job import JobContext
from relay_job.files import write_single_csv
from relay_job.runner import together

from bank_deposit.evaluation import PROBABILITY
from bank_deposit.schema import NO, SHOWN, YES
from bank_deposit.steps.model_store import StoredModel

_DIGITS = 6


def scored(predicted: DataFrame, by: StoredModel) -> DataFrame:
    """Contacts from :func:`bank_deposit.evaluation.with_probability`, as predictions say them."""
    return predicted.select(
        *SHOWN,
        F.round(PROBABILITY, _DIGITS).alias("probability"),
        F.when(F.col(PROBABILITY) > 0.5, YES).otherwise(NO).alias("predicted"),
        F.lit(by.name).alias("model"),
        F.lit(by.variant).alias("variant"),
        F.lit(by.run_id).alias("model_run"),
    )


def write_predictions(context: JobContext, rows: DataFrame) -> dict[str, str]:
    """Write scored contacts, in the one file the likeliest first; returns the addresses by output name.

    That file is one task's work in any case, so it sorts without a shuffle.
    """
    area = context.layout.area("predictions")
    outputs = {"predictions": f"{area}/scored", "predictions.csv": f"{area}/scored.csv"}
    kept = rows.cache()
    likeliest_first = kept.coalesce(1).sortWithinPartitions(F.desc("probability"))
    with context.timed("write predictions"):
        together(
            lambda: kept.write.mode("overwrite").parquet(outputs["predictions"]),
            lambda: write_single_csv(likeliest_first, outputs["predictions.csv"]),
        )
    kept.unpersist()
    return outputs
