"""Synthetic daily sales: a known multiplicative structure with Poisson noise around it.

    demand = generate(Shape(stores=3, items=5, seed=1), modes=("promotions", "closed-days"))
    table = demand.table()          # date, store, item, sales and the true mean of every row
    demand.noise_floor_between(date(2017, 1, 1), date(2017, 3, 31))

Without modes this is ordinary demand; what modes there are is in :mod:`modes`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from modes import Booleans, Days, Floats, Plan, apply_modes
from numpy.typing import NDArray

Integers = NDArray[np.int64]

BASE_SALES = 28.5
STORE_RANGE = (0.6, 1.6)
ITEM_RANGE = (0.4, 2.4)
YEARLY_GROWTH = 0.06
#: Monday to Sunday.
WEEKDAY = np.array([0.79, 0.92, 0.93, 1.00, 1.07, 1.14, 1.21])
#: January to December.
MONTH = np.array([0.69, 0.75, 0.93, 1.08, 1.17, 1.24, 1.31, 1.16, 1.06, 1.01, 1.03, 0.76])


@dataclass(frozen=True)
class Shape:
    """How much to generate: shops, products, first and last day (both included) and the random seed."""

    stores: int = 10
    items: int = 50
    start: date = date(2013, 1, 1)
    end: date = date(2017, 12, 31)
    seed: int = 7

    def __post_init__(self) -> None:
        if self.stores < 1 or self.items < 1:
            raise ValueError(f"stores and items must be at least 1, not {self.stores} and {self.items}")
        if self.end < self.start:
            raise ValueError(f"the last day ({self.end}) is before the first ({self.start})")
        if self.seed < 0:
            raise ValueError(f"the seed must not be negative, not {self.seed}")

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1

    @property
    def rows(self) -> int:
        """Number of rows where none is missing: one per item, store and day."""
        return self.stores * self.items * self.days


@dataclass(frozen=True)
class Table:
    """The rows of a data set as columns of equal length, ordered by item, store and date.

    ``expected`` is the true mean of each row's ``sales``, in units.
    """

    date: Days
    store: Integers
    item: Integers
    sales: Integers
    expected: Floats


@dataclass(frozen=True)
class Demand:
    """Expected and drawn sales and which rows are there, all of shape (items, stores, days), and the days
    as datetime64[D].
    """

    days: Days
    expected: Floats
    sales: Integers
    present: Booleans

    @property
    def rows(self) -> int:
        """Number of rows that are there."""
        return int(self.present.sum())

    @property
    def noise_floor(self) -> float:
        """The RMSE of a perfect forecast of every row: a Poisson variable's variance is its mean."""
        return self.noise_floor_between(self.days[0].item(), self.days[-1].item())

    def noise_floor_between(self, first: date, last: date) -> float:
        """The RMSE of a perfect forecast of the rows from ``first`` to ``last``, both included.

        Raises ValueError when there are no rows between them.
        """
        window = (self.days >= np.datetime64(first)) & (self.days <= np.datetime64(last))
        means = self.expected[:, :, window][self.present[:, :, window]]
        if not means.size:
            raise ValueError(f"there are no rows from {first} to {last}")
        return float(np.sqrt(means.mean()))

    def table(self) -> Table:
        """The rows that are there, each with its true mean."""
        item, store, day = np.nonzero(self.present)
        return Table(
            self.days[day], store + 1, item + 1, self.sales[self.present], self.expected[self.present]
        )


def generate(shape: Shape, modes: Iterable[str] = ()) -> Demand:
    """Draw the sales of a shape; equal arguments give equal sales.

    Raises ValueError for an unknown mode.
    """
    random = np.random.Generator(np.random.PCG64(shape.seed))
    days = np.arange(np.datetime64(shape.start, "D"), np.datetime64(shape.end, "D") + 1)
    store = random.uniform(*STORE_RANGE, shape.stores)
    item = random.uniform(*ITEM_RANGE, shape.items)
    usual = BASE_SALES * item[:, None, None] * store[None, :, None] * _calendar(days)[None, None, :]
    plan = apply_modes(modes, Plan(usual, np.ones(usual.shape, dtype=np.bool_)), days, shape.seed)
    return Demand(days, plan.expected, random.poisson(plan.expected), plan.present)


def _calendar(days: Days) -> Floats:
    """The factor of each day: weekday, month and growth since the first year."""
    weekday = (days.astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday
    month = days.astype("datetime64[M]").astype(np.int64) % 12
    year = days.astype("datetime64[Y]").astype(np.int64)
    growth = (1.0 + YEARLY_GROWTH) ** (year - year[0])
    factors: Floats = WEEKDAY[weekday] * MONTH[month] * growth
    return factors
