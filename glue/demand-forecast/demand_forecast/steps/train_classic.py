"""Train the classic models, save them, their predictions, their errors and a page to look at."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from pyspark.ml import Model
from pyspark.sql import DataFrame, Observation
from relay_job import JobContext, JobDataError, JobReport, ModelEvaluation, RowCounts
from relay_job.files import write_text
from relay_job.sampling import sizes_of

from demand_forecast import CLASSIC
from demand_forecast.classic_evaluation import classic_evaluation
from demand_forecast.reporting import evaluation_report_html
from demand_forecast.schema import FEATURES_SCHEMA
from demand_forecast.stability import Stability
from demand_forecast.training import SEED, SPLIT, TRAIN_SHARE, Candidate, candidates, predict, rmse, split

logger = logging.getLogger("demand_forecast.train")


def train_classic(context: JobContext) -> JobReport:
    """Read, split, train one model after the other, and report their errors on the test rows."""
    chosen = candidates(context.arguments.flag("tuned"))
    source = context.layout.area("features")
    features = context.spark.read.schema(FEATURES_SCHEMA).parquet(source)
    with context.timed("split"):
        train_rows, test_rows, cached = split(features)
        sizes = sizes_of(cached, TRAIN_SHARE)
    logger.info("%d training rows, %d test rows", *sizes)
    if not all(sizes):
        raise JobDataError(
            f"{source}: {sum(sizes)} rows are too few: no training or no test rows; send more data"
        )

    errors = train_all(context, chosen, train_rows, test_rows)
    cached.unpersist()
    with context.timed("report"):
        report = write_page(context, errors)
    stable = repeat_all(context, chosen, features, errors)
    models = [
        ModelEvaluation(
            model.name,
            CLASSIC,
            SPLIT,
            {"rmse": errors[model.name], **stable.get(model.name, {})},
            *sizes,
            model.hyperparameters,
        )
        for model in chosen
    ]
    outputs = {
        f"{kind}/{model.name}": f"{context.layout.area(kind)}/{model.name}"
        for kind in ("models", "predictions")
        for model in chosen
    }
    outputs["report"] = report
    rows = sum(sizes)
    return context.report(CLASSIC, RowCounts(rows, rows), outputs, models=models)


def train_all(
    context: JobContext, chosen: tuple[Candidate, ...], train_rows: DataFrame, test_rows: DataFrame
) -> dict[str, float]:
    """Train the models one after the other; each is saved and tested while the next one trains.

    Returns the root mean square error of each by name.
    """
    saves: list[Future[None]] = []
    tests: dict[str, Future[float]] = {}
    with ThreadPoolExecutor(max_workers=2) as background:
        for candidate in chosen:
            with context.timed(f"fit {candidate.name}"):
                model = candidate.estimator().fit(train_rows)
            tests[candidate.name] = background.submit(test, context, candidate, model, test_rows)
            saves.append(background.submit(save, context, candidate, model))
    for saved in saves:
        saved.result()
    return {name: error.result() for name, error in tests.items()}


def write_page(context: JobContext, errors: dict[str, float]) -> str:
    """Write the page that shows the best model's errors; returns its address."""
    best = min(errors, key=errors.__getitem__)
    predictions = context.spark.read.parquet(f"{context.layout.area('predictions')}/{best}")
    arguments = context.arguments
    evaluation = classic_evaluation(predictions, errors, best, arguments.pipeline, arguments.run_id)
    address = f"{context.layout.area('eda')}/evaluation.html"
    write_text(context.spark, address, evaluation_report_html(evaluation))
    return address


def repeat_all(
    context: JobContext, chosen: tuple[Candidate, ...], features: DataFrame, first: dict[str, float]
) -> dict[str, dict[str, float]]:
    """Where repeats are asked for, the metrics of the models' stability by name.

    Each repeat after the first has another seed, for the split as for the model.
    """
    repeats = context.arguments.count("repeats", 1)
    if repeats == 1:
        return {}
    found = {name: [error] for name, error in first.items()}
    with context.timed("repeats"):
        for seed in range(SEED + 1, SEED + repeats):
            train_rows, test_rows, cached = split(features, seed)
            for candidate in chosen:
                model = candidate.reseeded(seed).estimator().fit(train_rows)
                error = predict(model, test_rows).agg(rmse().alias("rmse")).collect()[0]["rmse"]
                found[candidate.name].append(float(error))
            cached.unpersist()
    return {name: Stability(tuple(errors)).metrics() for name, errors in found.items()}


def save(context: JobContext, candidate: Candidate, model: Any) -> None:
    """Save a model, replacing that of an earlier attempt."""
    with context.timed(f"save {candidate.name}"):
        model.write().overwrite().save(f"{context.layout.area('models')}/{candidate.name}")


def test(context: JobContext, candidate: Candidate, model: Model, test_rows: DataFrame) -> float:
    """Write a model's predictions and return their root mean square error, in one pass."""
    measured = Observation(f"rmse {candidate.name}")
    with context.timed(f"test {candidate.name}"):
        predictions = predict(model, test_rows).observe(measured, rmse().alias("rmse"))
        predictions.write.mode("overwrite").parquet(f"{context.layout.area('predictions')}/{candidate.name}")
    error = float(measured.get["rmse"])
    logger.info("%s: RMSE %.4f", candidate.name, error)
    return error
