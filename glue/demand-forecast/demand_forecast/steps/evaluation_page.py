"""The backtest as a page to look at: rows and scores summed up for :mod:`demand_forecast.reporting`."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from relay_job import Check

from demand_forecast import FORECAST
from demand_forecast.forecasting.backtest import Plan
from demand_forecast.forecasting.metrics import metrics_by
from demand_forecast.forecasting.models import naive
from demand_forecast.forecasting.panel import Floats
from demand_forecast.reporting import (
    CalibrationPoint,
    EvaluationReport,
    GroupError,
    ModelScore,
    Period,
    ResidualBin,
    evaluation_report_html,
)
from demand_forecast.schema import ITEM, STORE

_BINS, _POINTS = 40, 20


def evaluation_page(
    pipeline: str,
    run_id: str,
    plan: Plan,
    scores: pd.DataFrame,
    best: str,
    tested: pd.DataFrame,
    checks: Sequence[Check],
) -> str:
    """The page as HTML. ``tested`` are the best model's rows as
    :func:`demand_forecast.forecasting.backtest.backtest_rows` makes them, ``checks`` those of the report.
    """
    known = tested[np.isfinite(tested["actual"])]
    by_model = metrics_by(scores, ["model"])
    chosen = scores[scores["model"] == best]
    return evaluation_report_html(
        EvaluationReport(
            pipeline=pipeline,
            run_id=run_id,
            variant=FORECAST,
            chosen=best,
            method=f"Forecasts of {plan.horizon} days from {len(plan.origins)} past day(s), each made with "
            "what was known on that day.",
            test_rows=int(by_model.loc[best, "rows"]),
            scores=[_score(str(name), row) for name, row in by_model.sort_values("rmse").iterrows()],
            periods=_periods(known),
            period_unit="day, all series together",
            residuals=_residuals(known["mean"].to_numpy() - known["actual"].to_numpy()),
            calibration=_calibration(known),
            by_store=_groups(chosen, STORE),
            by_item=_groups(chosen, ITEM),
            baseline=naive.NAME,
            noise_floor=float(by_model.loc[best, "noise_floor"]),
            flags=[f"{check.name}: {check.detail}" for check in checks if not check.passed],
        )
    )


def _score(name: str, row: pd.Series) -> ModelScore:
    coverage = float(row["coverage_80"])
    figures = {metric: float(row[metric]) for metric in ("rmse", "mae", "smape", "bias", "r2")}
    return ModelScore(name, coverage=coverage if np.isfinite(coverage) else None, **figures)


def _periods(known: pd.DataFrame) -> list[Period]:
    days = known.groupby("date")[["actual", "mean"]].sum()
    dates = days.index.to_numpy(np.int64).astype("datetime64[D]").tolist()
    return [Period(day, *pair) for day, pair in zip(dates, days.to_numpy().tolist(), strict=True)]


def _residuals(off: Floats) -> list[ResidualBin]:
    low, high = np.quantile(off, [0.001, 0.999])
    edges = np.linspace(low, max(high, low + 1e-6), _BINS + 1)
    counts, _ = np.histogram(np.clip(off, low, high), edges)
    return [
        ResidualBin(*bounds)
        for bounds in zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist(), strict=True)
    ]


def _calibration(known: pd.DataFrame) -> list[CalibrationPoint]:
    order = known.sort_values("mean")[["mean", "actual"]].to_numpy()
    parts = [part.mean(axis=0) for part in np.array_split(order, _POINTS) if len(part)]
    return [CalibrationPoint(float(mean), float(actual)) for mean, actual in parts]


def _groups(chosen: pd.DataFrame, column: str) -> list[GroupError]:
    table = metrics_by(chosen, [column])
    return [
        GroupError(str(name), float(row["rmse"]), float(row["noise_floor"])) for name, row in table.iterrows()
    ]
