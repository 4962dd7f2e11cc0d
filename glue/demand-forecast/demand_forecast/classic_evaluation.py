"""The classic models' errors summed up for their page: by month, store, item, size of error and forecast."""

from collections.abc import Mapping
from datetime import date

from pyspark.ml.functions import vector_to_array
from pyspark.sql import Column, DataFrame, Row
from pyspark.sql import functions as F

from demand_forecast.reporting import (
    CalibrationPoint,
    EvaluationReport,
    GroupError,
    ModelScore,
    Period,
    ResidualBin,
)
from demand_forecast.schema import ITEM, MODEL_INPUTS, MONTH, STORE, YEAR
from demand_forecast.training import ACTUAL, PREDICTED, VECTOR

METHOD = "The test rows are a random 30% of all days, and the features hold a part of what is predicted."
FLAG = "These figures flatter: they compare one classic run with another and say nothing about a forecast."
_PERIOD, _RESIDUAL, _LEVEL, _SET = "period", "residual", "level", "grouping_set"
_SETS = {_PERIOD: 0b01111, STORE: 0b10111, ITEM: 0b11011, _RESIDUAL: 0b11101, _LEVEL: 0b11110}
_SUMS = f"""
    SELECT grouping_id({", ".join(_SETS)}) AS {_SET}, {", ".join(_SETS)}, count(*) AS test_rows,
           avg(actual) AS actual, avg(forecast) AS forecast, sqrt(avg(error * error)) AS rmse
    FROM {{errors}}
    GROUP BY {", ".join(_SETS)} GROUPING SETS ({", ".join(f"({name})" for name in _SETS)})
"""
#: Residuals are counted in steps of a quarter of the RMSE, from -5 to 5 times it; what is beyond is counted
#: in the outermost steps. Forecasts are grouped in steps of twice the RMSE.
_STEPS, _MOST_STEPS, _LEVEL_STEP = 4, 20, 2
_LEAST_ROWS = 30


def classic_evaluation(
    predictions: DataFrame, rmse: Mapping[str, float], chosen: str, pipeline: str, run_id: str
) -> EvaluationReport:
    """What the evaluation page shows, in one pass over the ``chosen`` model's predictions (see
    :func:`demand_forecast.training.predict`); ``rmse`` is that of every model by name.
    """
    step = rmse[chosen] / _STEPS or 1.0
    errors = _errors(predictions, step)
    groups = predictions.sparkSession.sql(_SUMS, errors=errors).collect()
    months, stores, items, residuals, levels = (_sorted(groups, name) for name in _SETS)
    rows = sum(group["test_rows"] for group in stores)
    bias = sum(group["test_rows"] * (group["forecast"] - group["actual"]) for group in stores) / rows
    return EvaluationReport(
        pipeline=pipeline,
        run_id=run_id,
        variant="classic",
        chosen=chosen,
        method=METHOD,
        test_rows=rows,
        scores=[
            ModelScore(name, error, bias=bias if name == chosen else None) for name, error in rmse.items()
        ],
        periods=[Period(_first_day(group), group["actual"], group["forecast"]) for group in months],
        period_unit="average sales",
        residuals=[
            ResidualBin(group[_RESIDUAL] * step, (group[_RESIDUAL] + 1) * step, group["test_rows"])
            for group in residuals
        ],
        calibration=[
            CalibrationPoint(group["forecast"], group["actual"])
            for group in levels
            if group["test_rows"] >= min(_LEAST_ROWS, max(level["test_rows"] for level in levels))
        ],
        by_store=[GroupError(f"{group[STORE]:.0f}", group["rmse"]) for group in stores],
        by_item=[GroupError(f"{group[ITEM]:.0f}", group["rmse"]) for group in items],
        flags=[FLAG],
    )


def _errors(predictions: DataFrame, step: float) -> DataFrame:
    values = predictions.select(vector_to_array(F.col(VECTOR)).alias(VECTOR), ACTUAL, PREDICTED)
    error = F.col(PREDICTED) - F.col(ACTUAL)
    residual = F.floor(error / step)
    return values.select(
        (_input(YEAR) * 100 + _input(MONTH)).cast("int").alias(_PERIOD),
        _input(STORE).alias(STORE),
        _input(ITEM).alias(ITEM),
        F.greatest(F.lit(-_MOST_STEPS), F.least(F.lit(_MOST_STEPS - 1), residual)).alias(_RESIDUAL),
        F.floor(F.col(PREDICTED) / (step * _STEPS * _LEVEL_STEP)).alias(_LEVEL),
        F.col(ACTUAL).alias("actual"),
        F.col(PREDICTED).alias("forecast"),
        error.alias("error"),
    )


def _input(name: str) -> Column:
    return F.col(VECTOR)[MODEL_INPUTS.index(name)]


def _sorted(groups: list[Row], name: str) -> list[Row]:
    return sorted((group for group in groups if group[_SET] == _SETS[name]), key=lambda group: group[name])


def _first_day(group: Row) -> date:
    return date(group[_PERIOD] // 100, group[_PERIOD] % 100, 1)
