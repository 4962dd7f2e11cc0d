"""Reports to look at: pure functions from figures to one self-contained HTML page each.

:func:`exploration_report_html` and :func:`evaluation_report_html` take dataclasses of plain numbers; the jobs
sum up and write, nothing in here knows Spark. A page holds its style and its plots (inline SVG, drawn by
matplotlib, which Glue has): it opens from a mail or a bucket, offline, on a phone, light or dark.
"""

from demand_forecast.reporting.evaluation import (
    CalibrationPoint,
    EvaluationReport,
    GroupError,
    ModelScore,
    Period,
    ResidualBin,
    evaluation_report_html,
)
from demand_forecast.reporting.exploration import ExplorationReport, exploration_report_html

__all__ = [
    "CalibrationPoint",
    "EvaluationReport",
    "ExplorationReport",
    "GroupError",
    "ModelScore",
    "Period",
    "ResidualBin",
    "evaluation_report_html",
    "exploration_report_html",
]
