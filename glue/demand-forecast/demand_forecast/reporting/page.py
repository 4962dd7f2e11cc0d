"""One self-contained HTML page: key figures, then plots with their description and their table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --muted: #59636e; --grid: #d9dee4; --page: #fff;
  --card: #f6f8fa; --first: #1f6feb; --second: #bc4c00; --bad: #b3261e }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --muted: #9aa5b1; --grid: #343b44;
  --page: #0d1117; --card: #161b22; --first: #6cb6ff; --second: #f0883e; --bad: #ff8a80 } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1.25rem 1rem 3rem; max-width: 76rem; color: var(--ink);
  background: var(--page); font: 1rem/1.5 system-ui, sans-serif }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem }
h2 { font-size: 1.05rem; margin: 0 }
p { margin: .25rem 0 .5rem; max-width: 70ch }
.where, figcaption p, dt { color: var(--muted) }
.where { overflow-wrap: anywhere }
.flag { color: var(--bad); font-weight: 600 }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem;
  margin: 1.25rem 0 }
dl div, figure { background: var(--card); border-radius: .5rem; padding: .75rem 1rem }
dt { font-size: .85rem } dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 1rem }
figure { margin: 0; min-width: 0 }
svg { display: block; width: 100%; height: auto; margin-top: .5rem }
svg text { font-family: inherit !important }
.scroll { overflow-x: auto; margin-bottom: 1rem }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .5rem 0 }
th, td { text-align: right; padding: .25rem .75rem; border-bottom: 1px solid var(--grid) }
th:first-child, td:first-child { text-align: left; padding-left: 0 }
summary { cursor: pointer; color: var(--muted); font-size: .9rem }
"""


@dataclass(frozen=True)
class Table:
    """Cells as text; the first column names the row."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Plot:
    """A plot: its title, what it shows and how to read it, the SVG, what is seen in it (for those who do
    not see it), and its numbers where there are few.
    """

    title: str
    text: str
    svg: str
    alternative: str
    table: Table | None = None


@dataclass(frozen=True)
class Page:
    """A page: title, where it comes from, flags to be read first, key figures by name, a table, plots."""

    title: str
    where: str
    facts: Sequence[tuple[str, str]]
    plots: Sequence[Plot]
    flags: Sequence[str] = ()
    table: Table | None = None


def page_html(page: Page) -> str:
    """The page as HTML that needs nothing else. Everything but the SVGs is escaped."""
    flags = "".join(f'<p class="flag">{escape(flag)}</p>' for flag in page.flags)
    facts = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in page.facts
    )
    table = _table(page.table) if page.table else ""
    plots = "\n".join(_plot(plot, number) for number, plot in enumerate(page.plots))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(page.title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{escape(page.title)}</h1>
<p class="where">{escape(page.where)}</p>
{flags}
<dl>{facts}</dl>
{table}
<div class="plots">
{plots}
</div>
</main>
</body>
</html>
"""


def _plot(plot: Plot, number: int) -> str:
    numbers = f"<details><summary>Numbers</summary>{_table(plot.table)}</details>" if plot.table else ""
    return f"""<figure>
<figcaption><h2>{escape(plot.title)}</h2><p>{escape(plot.text)}</p></figcaption>
{_own_ids(plot, number)}
{numbers}
</figure>"""


def _own_ids(plot: Plot, number: int) -> str:
    """The SVG as an image with a description, its ids made different from those of the other plots."""
    prefix = f"plot{number}-"
    svg = re.sub(r'\bid="', f'id="{prefix}', plot.svg)
    svg = re.sub(r'(url\(#|href="#)', rf"\g<1>{prefix}", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(plot.alternative)}" ', 1)


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.header)
    rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in table.rows)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"""<div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead>
<tbody>{body}</tbody></table></div>"""
