"""The page of the explore step: what the sales look like."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from demand_forecast.reporting.charts import Line, bar_chart, line_chart
from demand_forecast.reporting.page import Page, Plot, Table, page_html


@dataclass(frozen=True)
class ExplorationReport:
    """What the page shows, sales in units: totals by month (its first day) and item, averages per row by
    store and weekday; ``missing`` counts values by column.
    """

    pipeline: str
    run_id: str
    rows: int
    mean: float
    deviation: float
    missing: dict[str, int]
    months: Sequence[tuple[date, float]]
    stores: Sequence[tuple[str, float]]
    weekdays: Sequence[tuple[str, float]]
    items: Sequence[tuple[str, float]]


def exploration_report_html(report: ExplorationReport) -> str:
    """The page as self-contained HTML. Raises ValueError when there is no month, store or item to show."""
    if not (report.months and report.stores and report.items):
        raise ValueError("there are no sales to report on")
    missing = [f"{column}: {count:,} values missing" for column, count in report.missing.items() if count]
    return page_html(
        Page(
            title="Sales explored",
            where=f"{report.pipeline}, run {report.run_id}",
            flags=missing,
            facts=[
                ("rows", f"{report.rows:,}"),
                ("months", f"{report.months[0][0]:%b %Y} to {report.months[-1][0]:%b %Y}"),
                ("stores", f"{len(report.stores):,}"),
                ("items", f"{len(report.items):,}"),
                ("sales per row, mean", f"{report.mean:,.2f}"),
                ("standard deviation", f"{report.deviation:,.2f}"),
            ],
            plots=[
                _months(report.months),
                _bars("weekday", "average sales", "Average sales per row.", report.weekdays),
                _bars("store", "average sales", "Average sales per row.", report.stores),
                _bars("item", "total sales", "Highest first.", report.items),
            ],
        )
    )


def _months(months: Sequence[tuple[date, float]]) -> Plot:
    values = [total for _, total in months]
    least, most = min(months, key=lambda one: one[1]), max(months, key=lambda one: one[1])
    return Plot(
        "Sales by month",
        "Total sales by month: growth and season. A short first or last month is low because it is short.",
        line_chart([day for day, _ in months], [Line("total sales", values)], "total sales"),
        f"Line of total sales over {len(months)} months, lowest {least[1]:,.0f} in {least[0]:%b %Y}, "
        f"highest {most[1]:,.0f} in {most[0]:%b %Y}.",
        Table(("month", "total sales"), [(f"{day:%Y-%m}", f"{total:,.0f}") for day, total in months]),
    )


def _bars(kind: str, unit: str, text: str, values: Sequence[tuple[str, float]]) -> Plot:
    labels, heights = [label for label, _ in values], [value for _, value in values]
    least, most = min(values, key=lambda one: one[1]), max(values, key=lambda one: one[1])
    short = [label[:3] for label in labels] if kind == "weekday" else labels
    return Plot(
        f"Sales by {kind}",
        text,
        bar_chart(short, heights, unit, kind),
        f"Bars of {unit} for {len(values)} {kind}s, lowest {least[1]:,.1f} for {least[0]}, "
        f"highest {most[1]:,.1f} for {most[0]}.",
        Table((kind, unit), [(label, f"{value:,.2f}") for label, value in values]),
    )
