"""What the backtest found: evaluations and checks for the report, tables and tested days as files."""

from collections.abc import Mapping, Sequence

import pandas as pd
from pyspark.sql import functions as F
from relay_job import Baseline, Check, JobContext, ModelEvaluation
from relay_job.files import write_csv_rows
from relay_job.report import Scalar

from demand_forecast import FORECAST
from demand_forecast.forecasting.backtest import Plan
from demand_forecast.forecasting.intervals import QUANTILES
from demand_forecast.forecasting.metrics import metrics_by
from demand_forecast.forecasting.models import naive
from demand_forecast.forecasting.noise_floor import judge
from demand_forecast.forecasting.settings import Settings
from demand_forecast.schema import ITEM, STORE
from demand_forecast.stability import Stability

#: Tables of the metrics by model and, each in its own file, by one thing more.
_TABLES = {"by_model": (), "by_origin": ("origin",), "by_store": (STORE,), "by_item": (ITEM,)}


def evaluations(
    scores: pd.DataFrame,
    settings: Settings,
    plan: Plan,
    stable: Mapping[str, Stability],
    rows: int,
    seed: int,
) -> list[ModelEvaluation]:
    """Each model's metrics over all origins, best first, beside those of the seasonal naive forecast.

    ``improvement`` is the share by which the RMSE is below the baseline's.
    """
    metrics = metrics_by(scores, ["model"])
    base = {str(name): float(value) for name, value in metrics.loc[naive.NAME].dropna().items()}
    tests = int(base.pop("rows"))
    by_name: dict[str, dict[str, Scalar]] = {
        c.name: {**c.hyperparameters, "seed": seed} for c in settings.candidates
    }
    found = []
    for name, row in metrics.sort_values("rmse", kind="stable").iterrows():
        values = {str(metric): float(value) for metric, value in row.dropna().items() if metric != "rows"}
        if base["rmse"] > 0:
            values["improvement"] = 1 - values["rmse"] / base["rmse"]
        values |= stable[str(name)].metrics() if str(name) in stable else {}
        used = by_name.get(str(name), {"members": " ".join(settings.members)})
        found.append(
            ModelEvaluation(
                str(name), FORECAST, plan.split, values, rows, tests, used, Baseline(naive.NAME, base)
            )
        )
    return found


def checks(scores: pd.DataFrame, best: str, plan: Plan, leaks: Sequence[str], counts: bool) -> list[Check]:
    """What somebody should look at before trusting the forecast; none of it stops the step."""
    metrics = metrics_by(scores, ["model"])
    rmse, naive_rmse = float(metrics.loc[best, "rmse"]), float(metrics.loc[naive.NAME, "rmse"])
    floor = judge(rmse, float(metrics.loc[best, "noise_floor"]), int(metrics.loc[best, "rows"]))
    return [
        Check("backtest as asked", not plan.note, plan.note or plan.split),
        Check("no leak in the features", not leaks, ", ".join(leaks) or "no feature moved with later sales"),
        Check("error near the noise floor", floor.passed or not counts,
              floor.detail if counts else "sales are no counts, so the floor is not known"),
        Check("better than seasonal naive", best != naive.NAME,
              f"{best}: RMSE {rmse:.4f}, seasonal naive {naive_rmse:.4f}"),
    ]  # fmt: skip


def write_evaluation(
    context: JobContext, scores: pd.DataFrame, tested: pd.DataFrame, stable: Mapping[str, Stability]
) -> dict[str, str]:
    """Write metrics as CSV under ``models/evaluation`` and the best model's tested days as Parquet under
    ``predictions/backtest``; returns the addresses by name.
    """
    folder = f"{context.layout.area('models')}/evaluation"
    outputs = {}
    for name, more in _TABLES.items():
        table = metrics_by(scores, ["model", *more]).reset_index()
        rows = table.astype(object).where(table.notna(), "").itertuples(index=False)
        outputs[f"evaluation/{name}"] = f"{folder}/{name}.csv"
        write_csv_rows(context.spark, f"{folder}/{name}.csv", list(table.columns), rows)
    if stable:
        outputs["evaluation/stability"] = f"{folder}/stability.csv"
        header = ["model", *next(iter(stable.values())).metrics()]
        lines = [[name, *each.metrics().values()] for name, each in stable.items()]
        write_csv_rows(context.spark, outputs["evaluation/stability"], header, lines)
    outputs["backtest"] = f"{context.layout.area('predictions')}/backtest"
    frame = context.spark.createDataFrame(tested)
    dates = {name: F.date_from_unix_date(F.col(name).cast("int")) for name in ("origin", "date")}
    keys = {name: F.col(name).cast("int") for name in (STORE, ITEM)}
    unknown = {name: F.when(~F.isnan(name), F.col(name)) for name in ("actual", *QUANTILES)}
    frame.withColumns({**dates, **keys, **unknown}).coalesce(1).write.mode("overwrite").parquet(
        outputs["backtest"]
    )
    return outputs
