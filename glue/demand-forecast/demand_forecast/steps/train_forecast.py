"""Backtest the candidates, train the best one on all days, and save it with what was found."""

import logging
import time
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
from relay_job import JobContext, JobDataError, JobReport, RowCounts
from relay_job.files import write_text
from relay_job.identity import identity_of_input

from demand_forecast import FORECAST
from demand_forecast.forecasting.artefact import Artefact, checksum
from demand_forecast.forecasting.backtest import (
    Backtest,
    Plan,
    backtest_rows,
    champion,
    plan_origins,
    run_backtest,
)
from demand_forecast.forecasting.calendar import iso
from demand_forecast.forecasting.groups import Series, series_of
from demand_forecast.forecasting.leak_check import leaking
from demand_forecast.forecasting.metrics import metrics_by
from demand_forecast.forecasting.models.base import Candidate, Task
from demand_forecast.forecasting.models.ensemble import NAME as ENSEMBLE
from demand_forecast.forecasting.panel import Panel
from demand_forecast.forecasting.settings import Settings, settings_of
from demand_forecast.forecasting.stability import stability_of
from demand_forecast.forecasting.tuning import Budget, tuned
from demand_forecast.schema import SERIES_SCHEMA
from demand_forecast.stability import Stability
from demand_forecast.steps.evaluation import checks, evaluations, write_evaluation
from demand_forecast.steps.evaluation_page import evaluation_page
from demand_forecast.steps.model_store import save_model
from demand_forecast.steps.threads import threads_of

logger = logging.getLogger("demand_forecast.train")


@dataclass(frozen=True)
class Tested:
    """One group's backtest, what the leak check found in it, and whether its sales are whole numbers."""

    backtest: Backtest
    leaks: list[str]
    counts: bool


def train_forecast(context: JobContext) -> JobReport:
    """Read the series, test, choose, train and save."""
    settings = settings_of(context.arguments)
    source = context.layout.area("features")
    with context.timed("read"):
        daily = context.spark.read.schema(SERIES_SCHEMA).parquet(source)
        series = series_of(daily, settings.single_node_rows, settings.gaps)
    if series is None:
        raise JobDataError(f"{source} has no rows with a date, store, item and sales; check the input")
    plan = plan_origins(series.span.length, settings.origins, settings.horizon)
    task = Task(plan.horizon, threads=threads_of(context.spark) if series.groups == 1 else 1)
    logger.info("%d rows in %d group(s), %s %s", series.rows, series.groups, plan.split, plan.note)

    settings = tune(context, series, settings, plan, task)
    with context.timed("backtest"):
        groups = series.each(partial(test, settings=settings, plan=plan, task=task))
    for name in groups[0].backtest.seconds:
        context.durations[f"backtest {name}"] = sum(group.backtest.seconds[name] for group in groups)
    scores = pd.concat([group.backtest.scores for group in groups], ignore_index=True)
    best = champion(scores)
    stable = repeated(context, series, settings, plan, task)

    about = describe(context, series, settings, plan, scores, best)
    with context.timed(f"train {best}"):
        final = replace(task, horizon=settings.horizon)
        work = partial(finish, best=best, settings=settings, plan=plan, task=final, about=about,
                       groups=[_only(group.backtest, best) for group in groups])  # fmt: skip
        finished = series.each(work)
    tested = pd.concat([rows for _, rows in finished], ignore_index=True)
    found = checks(
        scores,
        best,
        plan,
        leaks=sorted({name for group in groups for name in group.leaks}),
        counts=all(group.counts for group in groups),
    )
    with context.timed("write"):
        outputs = {"models/champion": save_model(context, [made for made, _ in finished])}
        outputs |= write_evaluation(context, scores, tested, stable)
        outputs["report"] = f"{context.layout.area('eda')}/evaluation.html"
        arguments = context.arguments
        page = evaluation_page(arguments.pipeline, arguments.run_id, plan, scores, best, tested, found)
        write_text(context.spark, outputs["report"], page)
    tests = int(scores.loc[scores["model"] == best, "rows"].sum())
    models = evaluations(scores, settings, plan, stable, rows=series.rows, seed=task.seed)
    return context.report(FORECAST, RowCounts(series.rows, tests), outputs, found, models)


def tune(context: JobContext, series: Series, settings: Settings, plan: Plan, task: Task) -> Settings:
    """The settings with the hyperparameters that a search found, where one was asked for.

    With more than one group the first speaks for all of them.
    """
    if not settings.tuning_trials:
        return settings
    with context.timed("tune"):
        work = partial(tune_group, settings=settings, plan=plan, task=task)
        found = next(result for result in series.each(work) if result is not None)
    for candidate, before in zip(found, settings.candidates, strict=True):
        if candidate.hyperparameters != before.hyperparameters:
            logger.info("tuned %s: %s", candidate.name, dict(candidate.hyperparameters))
    return replace(settings, candidates=tuple(found))


def repeated(
    context: JobContext, series: Series, settings: Settings, plan: Plan, task: Task
) -> dict[str, Stability]:
    """The stability of every candidate, where repeats were asked for; of the first group."""
    if settings.repeats < 2:
        return {}
    with context.timed("repeats"):
        work = partial(repeat_group, settings=settings, plan=plan, task=task)
        return next(result for result in series.each(work) if result is not None)


def tune_group(
    group: int, panel: Panel, settings: Settings, plan: Plan, task: Task
) -> list[Candidate] | None:
    """Tune on the first group only."""
    budget = Budget(settings.tuning_trials, settings.tuning_minutes, time.monotonic)
    return tuned(settings.candidates, panel, plan, task, budget) if group == 0 else None


def repeat_group(
    group: int, panel: Panel, settings: Settings, plan: Plan, task: Task
) -> dict[str, Stability] | None:
    """Repeat on the first group only."""
    return stability_of(settings.candidates, panel, plan, task, settings.repeats) if group == 0 else None


def test(group: int, panel: Panel, settings: Settings, plan: Plan, task: Task) -> Tested:
    """Backtest one group and look for leaks in it."""
    leaks = leaking(panel, plan.origins, plan.horizon)
    tested = run_backtest(panel, settings.candidates, settings.members, plan, task)
    return Tested(tested, leaks, panel.are_counts)


def finish(
    group: int,
    panel: Panel,
    best: str,
    settings: Settings,
    plan: Plan,
    task: Task,
    about: dict[str, object],
    groups: list[Backtest],
) -> tuple[Artefact, pd.DataFrame]:
    """Train the best model on all days of one group; with it, its tested days as rows."""
    backtest = groups[group]
    names = settings.members if best == ENSEMBLE else (best,)
    fits = {c.name: c.fit(panel, task, c.hyperparameters) for c in settings.candidates if c.name in names}
    about = {**about, "data": {**_dict(about["data"]), "checksum": checksum(panel), "rows": panel.rows}}
    made = Artefact(best, fits, panel.keys, backtest.errors[best], panel.are_counts, about)
    return made, backtest_rows(panel, backtest.means[best], plan)


def describe(
    context: JobContext, series: Series, settings: Settings, plan: Plan, scores: pd.DataFrame, best: str
) -> dict[str, object]:
    """What a model's description says beside its own numbers."""
    metrics = metrics_by(scores, ["model"]).loc[best].dropna()
    return {
        "runId": context.arguments.run_id,
        "variant": FORECAST,
        "schema": {field.name: field.dataType.simpleString() for field in SERIES_SCHEMA},
        "gaps": settings.gaps,
        "horizon": settings.horizon,
        "trainedOn": {"first": iso(series.span.first_day), "last": iso(series.span.last_day)},
        "data": identity_of_input(context.spark, context.arguments.input),
        "hyperparameters": {c.name: dict(c.hyperparameters) for c in settings.candidates},
        "split": plan.split,
        "metrics": {str(name): float(value) for name, value in metrics.items()},
    }


def _only(backtest: Backtest, model: str) -> Backtest:
    """Without the other models, whose forecasts need not travel."""
    means = {model: np.asarray(backtest.means[model])}
    return replace(backtest, means=means, errors={model: backtest.errors[model]}, scores=pd.DataFrame())


def _dict(value: object) -> dict[str, object]:
    assert isinstance(value, dict)
    return value
