"""Load a model and forecast: rows for queries as Parquet, and one CSV file for everybody else."""

import logging
from functools import partial

import numpy as np
import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from relay_job import Check, JobContext, JobDataError, JobReport, RowCounts
from relay_job.files import write_single_csv

from demand_forecast import FORECAST
from demand_forecast.forecasting.artefact import Artefact, checksum
from demand_forecast.forecasting.calendar import YEAR, iso
from demand_forecast.forecasting.groups import series_of
from demand_forecast.forecasting.panel import Panel
from demand_forecast.forecasting.settings import gaps_of
from demand_forecast.schema import DATE, ITEM, SERIES_SCHEMA, STORE
from demand_forecast.steps.model_store import load_model
from demand_forecast.steps.series_files import series_files, write_series
from demand_forecast.steps.threads import threads_of

logger = logging.getLogger("demand_forecast.score")

THIS_RUN = "this"
VALUES = ("mean", "p10", "p50", "p90")
COLUMNS = (DATE, STORE, ITEM, *VALUES)
#: The forecast's partitions in the catalog.
MONTH = "month"
_ENDED_DAYS = YEAR // 2
_DIGITS = 4


def score(context: JobContext) -> JobReport:
    """Load the model, forecast each group of series, and write."""
    arguments = context.arguments
    horizon, run = arguments.count("horizon", 1), arguments.text("model_run")
    with context.timed("read"):
        models = load_model(context, arguments.run_id if run == THIS_RUN else run, threads_of(context.spark))
        daily = context.spark.read.schema(SERIES_SCHEMA).parquet(context.layout.area("features"))
        series = series_of(daily, arguments.count("single_node_rows", 1), gaps_of(arguments))
    if series is None:
        raise JobDataError("there are no series to forecast; check the input")
    if series.groups != len(models):
        raise JobDataError(
            f"the model has {len(models)} group(s) of series, the data {series.groups}; score with the "
            "single_node_rows that it was trained with"
        )
    with context.timed("forecast"):
        parts = series.each(partial(forecast_group, models=models, horizon=horizon))
    rows = pd.concat([made for made, _, _ in parts], ignore_index=True)
    known = all(same for _, same, _ in parts)
    ended = sum(count for _, _, count in parts)

    folder = context.layout.area("predictions")
    outputs = {"forecast": f"{folder}/forecast", "forecast.csv": f"{folder}/forecast.csv"}
    with context.timed("write"):
        write(context, rows, outputs)
        # Another run's model was tested on that run's data, not on these.
        tested = tested_rows(context) if run == THIS_RUN else rows.iloc[:0]
        outputs["series"] = write_series(context, series_files(tested, rows, models[0].model))
    found = [
        Check("model of this data", known, "trained on this very data" if known else "trained on other data"),
        Check("all series go on", not ended, f"{ended} left out: none in {_ENDED_DAYS} days"),
    ]
    logger.info("%d days from %s on", horizon, iso(series.span.last_day + 1))
    return context.report(FORECAST, RowCounts(series.rows, len(rows)), outputs, found)


def forecast_group(
    group: int, panel: Panel, models: list[Artefact], horizon: int
) -> tuple[pd.DataFrame, bool, int]:
    """One group's forecast as rows with the date in days since 1970-01-01, whether the model was trained on
    the same data, and how many series have ended and are left out.
    """
    goes_on = np.isfinite(panel.sales[:, -_ENDED_DAYS:]).any(axis=1)
    made = models[group].forecast(panel, horizon)
    columns = {
        DATE: np.tile(panel.future(horizon), int(goes_on.sum())),
        STORE: np.repeat(panel.keys[goes_on, 0], horizon),
        ITEM: np.repeat(panel.keys[goes_on, 1], horizon),
        **{name: made[name][goes_on].ravel().round(_DIGITS) for name in VALUES},
    }
    trained_on = models[group].about["data"]["checksum"]
    return pd.DataFrame(columns), trained_on == checksum(panel), int((~goes_on).sum())


def tested_rows(context: JobContext) -> pd.DataFrame:
    """The days that this run's train step tested its best model on, with dates in days since 1970-01-01."""
    tested = context.spark.read.parquet(f"{context.layout.area('predictions')}/backtest")
    return tested.withColumn(DATE, F.unix_date(DATE)).drop("origin").toPandas()


def write(context: JobContext, rows: pd.DataFrame, outputs: dict[str, str]) -> None:
    """Write the forecast, in order of store, item and date, once by month and once as one file."""
    frame = typed(context.spark.createDataFrame(rows))
    by_month = frame.withColumn(MONTH, F.date_format(DATE, "yyyy-MM")).coalesce(1)
    by_month.write.mode("overwrite").partitionBy(MONTH).parquet(outputs["forecast"])
    write_single_csv(frame, outputs["forecast.csv"])


def typed(frame: DataFrame) -> DataFrame:
    """Dates and keys in the types of the data set."""
    date = F.date_from_unix_date(F.col(DATE).cast("int"))
    return frame.withColumns(
        {DATE: date, STORE: F.col(STORE).cast("int"), ITEM: F.col(ITEM).cast("int")}
    ).select(*COLUMNS)
