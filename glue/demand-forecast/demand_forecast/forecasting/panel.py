"""Daily series side by side: one row per series, one column per day."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demand_forecast.schema import ITEM, SALES, STORE

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

DAY = "day"
#: What a day without a row means: nobody knows, or nothing was sold.
GAPS = UNKNOWN, ZERO = ("unknown", "zero")


@dataclass(frozen=True)
class Panel:
    """``sales`` in units, of shape (series, days), NaN where unknown; ``keys`` are store and item of each
    series; ``first_day`` counts days since 1970-01-01.
    """

    keys: Integers
    first_day: int
    sales: Floats

    @property
    def length(self) -> int:
        """Number of days."""
        return self.sales.shape[1]

    @property
    def days(self) -> Integers:
        """Days since 1970-01-01."""
        return self.first_day + np.arange(self.length)

    @property
    def last_day(self) -> int:
        """The newest day, in days since 1970-01-01: the origin of a forecast from here."""
        return self.first_day + self.length - 1

    @property
    def rows(self) -> int:
        """Days of series that are known."""
        return int(np.isfinite(self.sales).sum())

    @property
    def are_counts(self) -> bool:
        """Whether every value is a whole number, so that Poisson noise may be expected."""
        known = self.sales[np.isfinite(self.sales)]
        return bool(np.all(known == np.round(known)))

    def until(self, length: int) -> "Panel":
        """The first ``length`` days: all that is known at their end."""
        return replace(self, sales=self.sales[:, :length])

    def future(self, horizon: int) -> Integers:
        """The days after the last one, in days since 1970-01-01."""
        return self.last_day + 1 + np.arange(horizon)


@dataclass(frozen=True)
class Span:
    """First and last day of a data set, both included, in days since 1970-01-01."""

    first_day: int
    last_day: int

    @property
    def length(self) -> int:
        """Number of days."""
        return self.last_day - self.first_day + 1


def panel_of(table: pd.DataFrame, span: Span, gaps: str = UNKNOWN) -> Panel:
    """Rows with ``day`` (days since 1970-01-01), ``store``, ``item``, ``sales`` to series in order of keys.

    A day is at most once in a series. With ``gaps`` "zero", a day without a row inside a series' life is a
    day on which nothing was sold. Returns below zero count as 0: the models are of demand.
    """
    keys, series = np.unique(table[[STORE, ITEM]].to_numpy(np.int64), axis=0, return_inverse=True)
    sales = np.full((len(keys), span.length), np.nan)
    days = table[DAY].to_numpy(np.int64) - span.first_day
    sales[series.ravel(), days] = np.maximum(table[SALES].to_numpy(np.float64), 0.0)
    return Panel(keys, span.first_day, _filled(sales) if gaps == ZERO else sales)


def _filled(sales: Floats) -> Floats:
    known = np.isfinite(sales)
    begun = np.maximum.accumulate(known, axis=1)
    going_on = np.maximum.accumulate(known[:, ::-1], axis=1)[:, ::-1]
    return np.where(begun & going_on & ~known, 0.0, sales)
