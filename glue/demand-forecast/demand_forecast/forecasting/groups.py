"""The same work on one node or on many: as many groups of series as the rows ask for.

One group is worked on in the driver. More are spread over Spark's workers, each group whole on one of them,
so that models and results are those of one node for each group.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from demand_forecast.forecasting.panel import DAY, Panel, Span, panel_of
from demand_forecast.schema import DATE, ITEM, SALES, STORE

Result = TypeVar("Result")
_GROUP, _RESULT = "group", "result"
ARROW = "spark.sql.execution.arrow.pyspark.enabled"


@dataclass(frozen=True)
class Series:
    """All series of a run, in ``groups`` groups; ``rows`` and ``span`` are those of all of them."""

    table: DataFrame
    rows: int
    span: Span
    groups: int
    gaps: str
    here: Panel | None

    def each(self, work: Callable[[int, Panel], Result]) -> list[Result]:
        """What ``work`` makes of the number and the panel of each group, in order of numbers.

        With more than one group, ``work`` and its results travel between driver and workers.
        """
        if self.here is not None:
            return [work(0, self.here)]
        span, gaps = self.span, self.gaps

        def on_worker(rows: pd.DataFrame) -> pd.DataFrame:
            group = int(rows[_GROUP].iloc[0])
            result = pickle.dumps(work(group, panel_of(rows, span, gaps)))
            return pd.DataFrame({_GROUP: [group], _RESULT: [result]})

        grouped = self.table.withColumn(_GROUP, F.pmod(F.hash(STORE, ITEM), F.lit(self.groups)))
        made: Any = grouped.groupBy(_GROUP).applyInPandas(on_worker, f"{_GROUP} int, {_RESULT} binary")
        by_group = {row[_GROUP]: pickle.loads(row[_RESULT]) for row in made.collect()}
        return [by_group[group] for group in sorted(by_group)]


def series_of(daily: DataFrame, single_node_rows: int, gaps: str) -> Series | None:
    """Rows as SERIES_SCHEMA, laid out for work; None where there are no rows.

    Up to ``single_node_rows`` rows are one group, whose panel is brought to the driver.
    """
    daily.sparkSession.conf.set(ARROW, "true")
    table = daily.select(F.unix_date(DATE).alias(DAY), STORE, ITEM, SALES)
    size = table.agg(F.count(F.lit(1)).alias("rows"), F.min(DAY).alias("first"), F.max(DAY).alias("last"))
    found = size.collect()[0]
    if not found["rows"]:
        return None
    span = Span(found["first"], found["last"])
    groups = -(-found["rows"] // single_node_rows)
    here = panel_of(table.toPandas(), span, gaps) if groups == 1 else None
    return Series(table, found["rows"], span, groups, gaps, here)
