"""The pages to look at: complete, self-contained, readable without seeing the plots."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from demand_forecast.reporting import (
    CalibrationPoint,
    EvaluationReport,
    ExplorationReport,
    GroupError,
    ModelScore,
    Period,
    ResidualBin,
    evaluation_report_html,
    exploration_report_html,
)

EXPLORATION = ExplorationReport(
    pipeline="demand-forecast",
    run_id="r1<script>",
    rows=913_000,
    mean=52.2,
    deviation=30.7,
    missing={"date": 0, "sales": 3},
    months=[(date(2013 + n // 12, n % 12 + 1, 1), 600_000.0 + n * 10_000) for n in range(60)],
    stores=[(str(store), 40.0 + store) for store in range(1, 11)],
    weekdays=[("Monday", 40.0), ("Sunday", 60.0)],
    items=[(str(item), 1e6 - item * 1e4) for item in range(1, 51)],
)
EVALUATION = EvaluationReport(
    pipeline="demand-forecast",
    run_id="r1",
    variant="classic",
    chosen="poisson",
    method="Three origins, 90 days each.",
    test_rows=135_000,
    scores=[
        ModelScore("seasonal-naive", 12.0, bias=-1.5),
        ModelScore("poisson", 7.7, mae=6.0, smape=12.3, bias=0.1, r2=0.94, coverage=0.8),
    ],
    periods=[
        Period(
            date(2017, 10, 3) + timedelta(days=n), 25_000.0 + n % 7 * 900, 25_100.0 + n % 7 * 880, 24e3, 32e3
        )
        for n in range(90)
    ],
    period_unit="sales per day",
    residuals=[ResidualBin(n * 2.0, n * 2.0 + 2, 10_000 - abs(n) * 400) for n in range(-20, 20)],
    calibration=[CalibrationPoint(n * 10.0, n * 10.0 + n % 3 - 1) for n in range(1, 12)],
    by_store=[GroupError(str(store), 7.0 + store / 10, 6.9 + store / 10) for store in range(1, 11)],
    by_item=[GroupError(str(item), 5.0 + item / 10, 4.9 + item / 10) for item in range(1, 51)],
    baseline="seasonal-naive",
    noise_floor=7.67,
    flags=["RMSE is below the noise floor"],
)
PAGES = {
    "exploration": exploration_report_html(EXPLORATION),
    "evaluation": evaluation_report_html(EVALUATION),
}
VOID = {"meta", "link", "br", "hr", "img", "input"}


class Reader(HTMLParser):
    """The open elements, ids and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.labels: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self._keep(dict(attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._keep(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def _keep(self, attributes: dict[str, str | None]) -> None:
        self.ids += [attributes["id"] or ""] if "id" in attributes else []
        self.addresses += [
            attributes[name] or "" for name in ("src", "href", "xlink:href") if name in attributes
        ]
        if attributes.get("role") == "img":
            self.labels.append(attributes["aria-label"] or "")


@pytest.mark.parametrize(("name", "plots"), [("exploration", 4), ("evaluation", 5)])
def test_a_page_is_well_formed_and_holds_all_that_it_needs(name: str, plots: int) -> None:
    reader = Reader()
    reader.feed(PAGES[name])
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    assert all(address.startswith("#") and address[1:] in reader.ids for address in reader.addresses)
    assert all(reference in reader.ids for reference in re.findall(r"url\(#([^)]+)\)", PAGES[name]))
    assert len(reader.labels) == plots
    assert all(len(label) > 40 for label in reader.labels)
    assert len(PAGES[name].encode()) < 400_000


@pytest.mark.parametrize("name", PAGES)
def test_plots_take_the_colours_of_the_page(name: str) -> None:
    assert "var(--first)" in PAGES[name] and "prefers-color-scheme: dark" in PAGES[name]
    plots = "".join(re.findall(r"<svg.*?</svg>", PAGES[name], re.DOTALL))
    assert not re.findall(r"#[0-9a-f]{6}", plots)


def test_text_is_escaped_and_figures_are_there() -> None:
    assert "<script>" not in PAGES["exploration"] and "run r1&lt;script&gt;" in PAGES["exploration"]
    for expected in ("913,000", "Jan 2013 to Dec 2017", "sales: 3 values missing", ">52.20<"):
        assert expected in PAGES["exploration"]
    for expected in ("RMSE is below the noise floor", "-35.8%", "7.670", "+0.100", "80.0%", "Three origins"):
        assert expected in PAGES["evaluation"]


def test_the_same_figures_give_the_same_page() -> None:
    assert evaluation_report_html(EVALUATION) == PAGES["evaluation"]


def test_an_evaluation_needs_no_interval_floor_or_baseline() -> None:
    page = evaluation_report_html(
        replace(
            EVALUATION,
            periods=[Period(one.start, one.actual, one.forecast) for one in EVALUATION.periods],
            by_store=[GroupError("1", 7.0)],
            baseline=None,
            noise_floor=None,
        )
    )
    assert "interval</text>" not in page and "against seasonal" not in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [({"chosen": "arima"}, "model 'arima' has no scores"), ({"by_item": []}, "needs by_item")],
)
def test_incomplete_evaluations_are_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(EVALUATION, **changes)
    with pytest.raises(ValueError, match="no sales"):
        exploration_report_html(replace(EXPLORATION, items=[]))
