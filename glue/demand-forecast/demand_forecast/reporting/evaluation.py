"""The page of an evaluation: how far forecasts were from what was sold, where, and which model does best.

Fill an :class:`EvaluationReport` with figures that are already summed up (a few hundred numbers, whatever the
number of rows) and write what :func:`evaluation_report_html` returns. All quantities are in units of sales.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from demand_forecast.reporting.charts import SECOND, Line, against_chart, bar_chart, histogram, line_chart
from demand_forecast.reporting.page import Page, Plot, Table, page_html


@dataclass(frozen=True)
class ModelScore:
    """A model's figures on the test rows; None where one was not measured. ``smape`` is in percent, ``bias``
    the mean of forecast minus actual, ``coverage`` the share (0 to 1) of rows within the interval.
    """

    model: str
    rmse: float
    mae: float | None = None
    smape: float | None = None
    bias: float | None = None
    r2: float | None = None
    coverage: float | None = None


@dataclass(frozen=True)
class Period:
    """A day, or the first day of a longer period: sold and forecast, summed or averaged over the series (the
    report's ``period_unit`` says which). ``low`` and ``high`` are the interval, for all periods or for none.
    """

    start: date
    actual: float
    forecast: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class ResidualBin:
    """The number of rows whose forecast minus actual is from ``lower`` (included) to ``upper``."""

    lower: float
    upper: float
    rows: int


@dataclass(frozen=True)
class CalibrationPoint:
    """A group of rows with like forecasts: the mean of these, and the mean of what was sold."""

    forecast: float
    actual: float


@dataclass(frozen=True)
class GroupError:
    """The error over the rows of one store or item; ``noise_floor`` is the least that can be reached."""

    name: str
    rmse: float
    noise_floor: float | None = None


@dataclass(frozen=True)
class EvaluationReport:
    """What the page shows: every model's scores, the ``chosen`` one in detail.

    ``baseline`` names the model of ``scores`` that is to be beaten. ``noise_floor`` is the error that no
    forecast can go below. ``method`` says in a sentence how test rows were told from training rows, ``flags``
    what a reader must know before the figures. ``by_store`` and ``by_item`` are shown in their order.
    """

    pipeline: str
    run_id: str
    variant: str
    chosen: str
    method: str
    test_rows: int
    scores: Sequence[ModelScore]
    periods: Sequence[Period]
    period_unit: str
    residuals: Sequence[ResidualBin]
    calibration: Sequence[CalibrationPoint]
    by_store: Sequence[GroupError]
    by_item: Sequence[GroupError]
    baseline: str | None = None
    noise_floor: float | None = None
    flags: Sequence[str] = ()

    def __post_init__(self) -> None:
        names = [score.model for score in self.scores]
        for wanted in (self.chosen, self.baseline):
            if wanted is not None and wanted not in names:
                raise ValueError(f"model {wanted!r} has no scores; there are {', '.join(names) or 'none'}")
        for name in ("periods", "residuals", "calibration", "by_store", "by_item"):
            if not getattr(self, name):
                raise ValueError(f"an evaluation report needs {name}")


def evaluation_report_html(evaluation: EvaluationReport) -> str:
    """The page as self-contained HTML."""
    chosen = _score(evaluation, evaluation.chosen)
    return page_html(
        Page(
            title=f"Evaluation: {evaluation.chosen}",
            where=f"{evaluation.pipeline}, variant {evaluation.variant}, run {evaluation.run_id}. "
            f"{evaluation.method}",
            flags=evaluation.flags,
            facts=_facts(evaluation, chosen),
            table=_scores(evaluation),
            plots=[
                _periods(evaluation),
                _residuals(evaluation.residuals),
                _calibration(evaluation.calibration),
                _errors("store", evaluation.by_store),
                _errors("item", evaluation.by_item),
            ],
        )
    )


def _score(evaluation: EvaluationReport, model: str) -> ModelScore:
    return next(score for score in evaluation.scores if score.model == model)


def _facts(evaluation: EvaluationReport, chosen: ModelScore) -> list[tuple[str, str]]:
    facts = [("RMSE", f"{chosen.rmse:,.3f}")]
    if evaluation.noise_floor is not None:
        facts.append(("noise floor (RMSE)", f"{evaluation.noise_floor:,.3f}"))
    if evaluation.baseline is not None:
        baseline = _score(evaluation, evaluation.baseline)
        if baseline.rmse:
            facts.append((f"against {baseline.model}", f"{chosen.rmse / baseline.rmse - 1:+.1%}"))
    for name, value in _figures(chosen)[1:]:
        if value is not None:
            facts.append((name, value))
    return [*facts, ("test rows", f"{evaluation.test_rows:,}")]


def _figures(score: ModelScore) -> list[tuple[str, str | None]]:
    def text(value: float | None, form: str) -> str | None:
        return None if value is None else format(value, form)

    return [
        ("RMSE", text(score.rmse, ",.3f")),
        ("MAE", text(score.mae, ",.3f")),
        ("SMAPE %", text(score.smape, ".2f")),
        ("bias", text(score.bias, "+,.3f")),
        ("R²", text(score.r2, ".4f")),
        ("within interval", text(score.coverage, ".1%")),
    ]


def _scores(evaluation: EvaluationReport) -> Table:
    """All models, best first, with the figures that at least one of them has."""
    ranked = sorted(evaluation.scores, key=lambda score: score.rmse)
    rows = [dict(_figures(score)) for score in ranked]
    names = [name for name in rows[0] if any(row[name] is not None for row in rows)]
    return Table(
        ("model", *names),
        [
            (score.model, *(row[name] or "" for name in names))
            for score, row in zip(ranked, rows, strict=True)
        ],
    )


def _periods(evaluation: EvaluationReport) -> Plot:
    periods = evaluation.periods
    actual, forecast = ([getattr(one, name) for one in periods] for name in ("actual", "forecast"))
    low = [one.low for one in periods if one.low is not None]
    high = [one.high for one in periods if one.high is not None]
    has_band = len(low) == len(high) == len(periods)
    gap = max(periods, key=lambda one: abs(one.forecast - one.actual))
    return Plot(
        "Actual and forecast",
        "What was sold and what was forecast for it, over the test rows.",
        line_chart(
            [one.start for one in periods],
            [Line("actual", actual), Line("forecast", forecast, SECOND)],
            evaluation.period_unit,
            ("interval", low, high) if has_band else None,
        ),
        f"Lines of actual and forecast sales over {len(periods)} periods; they are farthest apart at "
        f"{gap.start:%Y-%m-%d}: {gap.actual:,.1f} sold, {gap.forecast:,.1f} forecast.",
    )


def _residuals(bins: Sequence[ResidualBin]) -> Plot:
    most = max(bins, key=lambda one: one.rows)
    edges = [(one.lower, one.upper) for one in bins]
    return Plot(
        "Residuals",
        "Forecast minus actual. A hump beside 0 is a bias; long tails are days that the model does not know.",
        histogram(edges, [one.rows for one in bins], "forecast minus actual"),
        f"Histogram of residuals from {bins[0].lower:,.1f} to {bins[-1].upper:,.1f}, most rows between "
        f"{most.lower:,.1f} and {most.upper:,.1f}.",
    )


def _calibration(points: Sequence[CalibrationPoint]) -> Plot:
    worst = max(points, key=lambda one: abs(one.forecast - one.actual))
    return Plot(
        "Forecast against actual",
        "Rows grouped by their forecast. Points on the line: where it says 50, 50 are sold on average.",
        against_chart(
            [one.forecast for one in points], [one.actual for one in points], "mean forecast", "mean actual"
        ),
        f"{len(points)} points of mean actual over mean forecast; the one farthest from equal has a forecast "
        f"of {worst.forecast:,.1f} and {worst.actual:,.1f} sold.",
    )


def _errors(kind: str, errors: Sequence[GroupError]) -> Plot:
    floors = [error.noise_floor for error in errors if error.noise_floor is not None]
    has_floor = len(floors) == len(errors)
    worst = max(errors, key=lambda error: error.rmse)
    floor_cells = [[f"{floor:,.3f}"] for floor in floors] if has_floor else [[]] * len(errors)
    cells = [
        (error.name, f"{error.rmse:,.3f}", *floor) for error, floor in zip(errors, floor_cells, strict=True)
    ]
    return Plot(
        f"Error by {kind}",
        f"RMSE over the test rows of each {kind}"
        + (", with the noise floor that no forecast goes below." if has_floor else "."),
        bar_chart(
            [error.name for error in errors],
            [error.rmse for error in errors],
            "RMSE",
            kind,
            Line("noise floor", floors) if has_floor else None,
        ),
        f"Bars of RMSE for {len(errors)} {kind}s, highest {worst.rmse:,.2f} for {kind} {worst.name}.",
        Table((kind, "RMSE", *(["noise floor"] if has_floor else [])), cells),
    )
