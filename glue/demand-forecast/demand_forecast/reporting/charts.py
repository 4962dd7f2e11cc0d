"""The plots of a report as inline SVG, in the colours of the page that holds them.

matplotlib draws with stand-in colours that are then replaced by the page's CSS variables: one SVG is right on
a light and on a dark page. Text stays text, in the page's font.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import EngFormatter, MaxNLocator

#: Stand-in colours by the CSS variable that takes their place.
INK, MUTED, GRID = "#0a0b01", "#0a0b02", "#0a0b03"
FIRST, SECOND = "#0a0b11", "#0a0b12"
_VARIABLES = {INK: "--ink", MUTED: "--muted", GRID: "--grid", FIRST: "--first", SECOND: "--second"}
#: Inches of 72 units: 4.8 wide is read well at the width of a phone and of a column on a screen.
_SIZE = (4.8, 2.8)
_MOST_TICKS = 12
_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "report",
    "font.size": 11,
    "date.converter": "concise",
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": MUTED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": GRID,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "legend.frameon": False,
}


@dataclass(frozen=True)
class Line:
    """A line of a chart: its name in the legend, a value for each point, and its colour."""

    name: str
    values: Sequence[float]
    colour: str = FIRST


def line_chart(
    days: Sequence[date],
    lines: Sequence[Line],
    unit: str,
    band: tuple[str, Sequence[float], Sequence[float]] | None = None,
) -> str:
    """Lines over time, all of the length of ``days``; ``band`` is a name, its lower and its upper edge."""
    with rc_context(_STYLE):
        figure, axes = _axes(unit)
        x = np.array(days, dtype="datetime64[D]")
        if band:
            axes.fill_between(x, band[1], band[2], color=SECOND, alpha=0.2, linewidth=0, label=band[0])
        for line in lines:
            axes.plot(x, line.values, color=line.colour, linewidth=1.6, label=line.name)
        if len(lines) > 1 or band:
            _legend(axes)
        return _svg(figure)


def bar_chart(
    labels: Sequence[str], values: Sequence[float], unit: str, axis: str, reference: Line | None = None
) -> str:
    """A bar for each label; ``reference`` marks one value for each bar, to compare it with."""
    with rc_context(_STYLE):
        figure, axes = _axes(unit)
        places = range(len(labels))
        axes.bar(places, values, color=FIRST, width=0.8)
        if reference:
            axes.scatter(places, reference.values, s=70, marker="_", color=SECOND, label=reference.name)
            _legend(axes)
        every = -(-len(labels) // _MOST_TICKS)
        axes.set_xticks(list(places)[::every], list(labels)[::every])
        axes.set_xlabel(axis)
        return _svg(figure)


def histogram(edges: Sequence[tuple[float, float]], counts: Sequence[int], axis: str) -> str:
    """Counts between edges (lower and upper for each), with a line at 0."""
    with rc_context(_STYLE):
        figure, axes = _axes("rows")
        widths = [upper - lower for lower, upper in edges]
        axes.bar([lower for lower, _ in edges], counts, widths, align="edge", color=FIRST, linewidth=0)
        axes.axvline(0, color=SECOND, linewidth=1.6)
        axes.set_xlabel(axis)
        return _svg(figure)


def against_chart(x: Sequence[float], y: Sequence[float], x_axis: str, y_axis: str) -> str:
    """Points of two quantities of one unit, with the line on which they are equal."""
    with rc_context(_STYLE):
        figure, axes = _axes("")
        ends = [min([*x, *y]), max([*x, *y])]
        axes.plot(ends, ends, color=SECOND, linewidth=1.4, label="equal")
        axes.plot(x, y, "o", color=FIRST, markersize=5, label="mean of a group of rows")
        axes.set_xlabel(x_axis)
        axes.set_ylabel(y_axis)
        _legend(axes)
        return _svg(figure)


def _axes(unit: str) -> tuple[Figure, Axes]:
    figure = Figure(figsize=_SIZE, layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.add_subplot()
    axes.set_ylabel(unit)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.yaxis.set_major_formatter(EngFormatter(sep=""))
    return figure, axes


def _legend(axes: Axes) -> None:
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0, handlelength=1.4)


def _svg(figure: Figure) -> str:
    """The figure's ``svg`` element, without the prologue of a file of its own."""
    text = io.StringIO()
    figure.savefig(text, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = text.getvalue()[text.getvalue().index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, f"var({variable})")
    return svg
