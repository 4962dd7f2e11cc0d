"""What can happen to ordinary demand: each mode changes the expected sales, or which rows are there.

A mode draws from a random stream of its own (the seed and the mode's name), so that a mode changes nothing
but what it is about: the same seed has the same stores, items and, away from the mode's days, the same
expected sales with it and without it.
"""

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
Days = NDArray[np.datetime64]

PROMOTIONS, CLOSED_DAYS, INTERMITTENT = "promotions", "closed-days", "intermittent"
LEVEL_SHIFTS, MISSING_DAYS = "level-shifts", "missing-days"

PROMOTIONS_PER_YEAR = 6
PROMOTION_DAYS = (3, 10)
PROMOTION_UPLIFT = (1.4, 2.2)
SUNDAY_CLOSED_SHARE = 0.5
#: Month and day on which every store is closed.
HOLIDAYS = ((1, 1), (12, 25))
SLOW_SHARE = 0.5
SLOW_RATE = (0.05, 0.6)
SHIFTED_SHARE = 0.3
SHIFT = (0.5, 1.8)
MISSING_ROW_SHARE = 0.01
GAP_SHARE = 0.2
GAP_DAYS = (14, 60)


@dataclass(frozen=True)
class Plan:
    """Expected sales, in units per day, and which rows are written: both of shape (items, stores, days)."""

    expected: Floats
    present: Booleans


def apply_modes(modes: Iterable[str], plan: Plan, days: Days, seed: int) -> Plan:
    """Apply modes one after the other in the order of MODES, whatever order they are named in.

    Raises ValueError for a name that is not in MODES.
    """
    wanted = set(modes)
    if unknown := wanted - MODES.keys():
        raise ValueError(f"unknown mode {', '.join(sorted(unknown))}; modes are {', '.join(MODES)}")
    for name, change in MODES.items():
        if name in wanted:
            plan = change(plan, days, np.random.default_rng([seed, zlib.crc32(name.encode())]))
    return plan


def promotions(plan: Plan, days: Days, random: np.random.Generator) -> Plan:
    """Some days of raised demand, per store and item at their own times."""
    items, stores, length = plan.expected.shape
    count = max(1, round(PROMOTIONS_PER_YEAR * length / 365))
    uplift = np.ones((items * stores, length))
    series = np.repeat(np.arange(items * stores), count)
    first = random.integers(0, length, series.size)
    lasting = random.integers(PROMOTION_DAYS[0], PROMOTION_DAYS[1] + 1, series.size)
    factor = random.uniform(*PROMOTION_UPLIFT, series.size)
    for day in range(PROMOTION_DAYS[1]):
        on = (day < lasting) & (first + day < length)
        uplift[series[on], first[on] + day] = factor[on]
    return Plan(plan.expected * uplift.reshape(plan.expected.shape), plan.present)


def intermittent(plan: Plan, days: Days, random: np.random.Generator) -> Plan:
    """A share of the items sells on few days: their mean falls to a small number of units per day."""
    items = plan.expected.shape[0]
    slow = random.random(items) < SLOW_SHARE
    slow[0] = True
    rate = random.uniform(*SLOW_RATE, items)
    usual = plan.expected.mean(axis=(1, 2))
    return Plan(plan.expected * np.where(slow, rate / usual, 1.0)[:, None, None], plan.present)


def level_shifts(plan: Plan, days: Days, random: np.random.Generator) -> Plan:
    """A share of the series moves to another level one day, between a fifth and four fifths of the time."""
    items, stores, length = plan.expected.shape
    shifted = random.random((items, stores)) < SHIFTED_SHARE
    day = random.integers(length // 5, max(length // 5 + 1, 4 * length // 5), (items, stores))
    factor = random.uniform(*SHIFT, (items, stores))
    after = shifted[..., None] & (np.arange(length) >= day[..., None])
    return Plan(plan.expected * np.where(after, factor[..., None], 1.0), plan.present)


def closed_days(plan: Plan, days: Days, random: np.random.Generator) -> Plan:
    """No sales on holidays, nor on Sundays in a share of the stores; the rows are there, with 0."""
    stores = plan.expected.shape[1]
    month = days.astype("datetime64[M]").astype(np.int64) % 12 + 1
    day = (days - days.astype("datetime64[M]")).astype(np.int64) + 1
    holiday = np.any([(month == m) & (day == d) for m, d in HOLIDAYS], axis=0)
    sunday = (days.astype(np.int64) + 3) % 7 == 6
    rests = random.random(stores) < SUNDAY_CLOSED_SHARE
    rests[0] = True
    closed = holiday | (rests[:, None] & sunday)
    return Plan(np.where(closed, 0.0, plan.expected), plan.present)


def missing_days(plan: Plan, days: Days, random: np.random.Generator) -> Plan:
    """Single rows missing at random, and in a share of the series one gap of some weeks."""
    items, stores, length = plan.expected.shape
    missing = random.random(plan.expected.shape) < MISSING_ROW_SHARE
    gap = random.random((items, stores)) < GAP_SHARE
    first = random.integers(0, length, (items, stores))
    last = first + random.integers(GAP_DAYS[0], GAP_DAYS[1] + 1, (items, stores))
    day = np.arange(length)
    in_gap = gap[..., None] & (day >= first[..., None]) & (day < last[..., None])
    return Plan(plan.expected, plan.present & ~missing & ~in_gap)


#: Every mode by name, in the order in which they are applied: what closes a store comes after what moves
#: demand.
MODES: dict[str, Callable[[Plan, Days, np.random.Generator], Plan]] = {
    PROMOTIONS: promotions,
    INTERMITTENT: intermittent,
    LEVEL_SHIFTS: level_shifts,
    CLOSED_DAYS: closed_days,
    MISSING_DAYS: missing_days,
}
