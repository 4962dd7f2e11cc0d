"""Synthetic daily sales: a known multiplicative structure with Poisson noise around it."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
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
        """Number of data rows: one per item, store and day."""
        return self.stores * self.items * self.days


@dataclass(frozen=True)
class Demand:
    """Expected and drawn sales, both of shape (items, stores, days), and the days as datetime64[D]."""

    days: NDArray[np.datetime64]
    expected: Floats
    sales: Integers

    @property
    def noise_floor(self) -> float:
        """The RMSE of a perfect forecast: a Poisson variable's variance is its mean."""
        return float(np.sqrt(self.expected.mean()))


def generate(shape: Shape) -> Demand:
    """Draw the sales of a shape; equal shapes give equal sales."""
    random = np.random.Generator(np.random.PCG64(shape.seed))
    days = np.arange(np.datetime64(shape.start, "D"), np.datetime64(shape.end, "D") + 1)
    store = random.uniform(*STORE_RANGE, shape.stores)
    item = random.uniform(*ITEM_RANGE, shape.items)
    expected = BASE_SALES * item[:, None, None] * store[None, :, None] * _calendar(days)[None, None, :]
    return Demand(days, expected, random.poisson(expected))


def _calendar(days: NDArray[np.datetime64]) -> Floats:
    """The factor of each day: weekday, month and growth since the first year."""
    weekday = (days.astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday
    month = days.astype("datetime64[M]").astype(np.int64) % 12
    year = days.astype("datetime64[Y]").astype(np.int64)
    growth = (1.0 + YEARLY_GROWTH) ** (year - year[0])
    factors: Floats = WEEKDAY[weekday] * MONTH[month] * growth
    return factors
