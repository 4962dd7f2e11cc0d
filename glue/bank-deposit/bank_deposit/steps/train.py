"""Train the candidates, choose the best by area under ROC on held-out rows, and score with it."""

import logging
from collections.abc import Mapping, Sequence

from pyspark.ml import PipelineModel
from pyspark.sql import DataFrame
from relay_job import Check, JobContext, JobDataError, JobReport, ModelEvaluation, RowCounts

from bank_deposit import VARIANTS
from bank_deposit.candidates import Candidate, Trained, candidates_of, train
from bank_deposit.evaluation import (
    METRIC,
    Labels,
    best_of,
    count_labels,
    evaluate,
    share_of_deposits,
    with_probability,
)
from bank_deposit.features import LABEL, VECTOR, encoder, is_held_out, split_name
from bank_deposit.steps.model_store import StoredModel, save_models
from bank_deposit.steps.predictions import scored, write_predictions

logger = logging.getLogger("bank_deposit.train")

_LEAST_ROWS = 20
"""Rows of each label without which neither side of the split says anything."""


def train_models(context: JobContext, rows: DataFrame) -> JobReport:
    """Train on the labelled rows that are not held out, and score the held-out and the unlabelled ones."""
    variant = context.arguments.variant(VARIANTS)
    labelled = rows.where(rows[LABEL].isNotNull())
    training, test = labelled.where(~is_held_out()), labelled.where(is_held_out())
    sizes = count_labels(training), count_labels(test)
    refuse_few(context.arguments.input, sizes)
    with context.timed("encode"):
        encoding: PipelineModel = encoder(variant).fit(training)
        vectors = encoding.transform(training).select(VECTOR, LABEL).cache()
    trained = [train_timed(context, candidate, vectors) for candidate in candidates_of(context.arguments)]
    vectors.unpersist()

    with context.timed("evaluate"):
        held_out = encoding.transform(test).cache()
        figures = {
            one.name: evaluate(with_probability(one.model.transform(held_out)), sizes[1]) for one in trained
        }
        held_out.unpersist()
    best = best_of(figures, [one.name for one in trained])
    chosen = StoredModel(context.arguments.run_id, best, variant)
    logger.info("%s is best: area under ROC %.4f", best, figures[best][METRIC])
    with context.timed("save models"):
        outputs = save_models(context, encoding, trained, chosen)
    classifier = next(one.model for one in trained if one.name == best)
    predicted = with_probability(
        classifier.transform(encoding.transform(rows.where(is_held_out() | rows[LABEL].isNull())))
    )
    outputs |= write_predictions(context, scored(predicted, chosen))
    models = evaluations(variant, trained, figures, sizes)
    outputs["model_metrics"] = write_metrics(context, models, best)
    total = rows.count()
    return context.report(
        variant, RowCounts(total, total - sizes[0].rows), outputs, checks(models, best), models
    )


def train_timed(context: JobContext, candidate: Candidate, vectors: DataFrame) -> Trained:
    """Train a candidate and note how long it took."""
    with context.timed(f"train {candidate.name}"):
        return train(candidate, vectors)


def refuse_few(source: str, sizes: tuple[Labels, Labels]) -> None:
    """Raise JobDataError where training or held-out rows have too few of a label to learn or to measure."""
    for labels, part in zip(sizes, ("training", "held-out"), strict=True):
        if min(labels.positives, labels.negatives) < _LEAST_ROWS:
            raise JobDataError(
                f"{source}: {labels.positives} {part} rows have a deposit, {labels.negatives} have none; at "
                f"least {_LEAST_ROWS} of each are needed: send more contacts of both kinds"
            )


def evaluations(
    variant: str,
    trained: Sequence[Trained],
    figures: Mapping[str, Mapping[str, float]],
    sizes: tuple[Labels, Labels],
) -> list[ModelEvaluation]:
    """The evaluations for the report."""
    baseline = share_of_deposits(*sizes)
    return [
        ModelEvaluation(
            one.name,
            variant,
            split_name(variant),
            figures[one.name],
            sizes[0].rows,
            sizes[1].rows,
            one.hyperparameters,
            baseline,
        )
        for one in trained
    ]


def checks(models: Sequence[ModelEvaluation], best: str) -> list[Check]:
    """Whether the best model knows anything, and whether it is better than the others beyond chance."""
    of = {model.model: model.metrics for model in models}
    low, high = of[best][f"{METRIC}_low"], of[best][f"{METRIC}_high"]
    others = [figures[METRIC] for name, figures in of.items() if name != best]
    detail = f"{best}: {of[best][METRIC]:.4f}, 95% interval {low:.4f} to {high:.4f}"
    return [
        Check("better than chance", low > 0.5, detail),
        Check("clearly the best model", all(other < low for other in others), detail),
    ]


def write_metrics(context: JobContext, models: Sequence[ModelEvaluation], best: str) -> str:
    """Write the table of all models' figures; returns its address."""
    address = f"{context.layout.area('eda')}/model_metrics"
    rows = [
        {
            "model": model.model,
            "variant": model.variant,
            "split": model.split,
            "chosen": model.model == best,
            **model.metrics,
            "train_rows": model.train_rows,
            "test_rows": model.test_rows,
        }
        for model in models
    ]
    names = list(rows[0])
    frame = context.spark.createDataFrame([tuple(row[name] for name in names) for row in rows], names)
    frame.coalesce(1).write.mode("overwrite").parquet(address)
    return address
