"""How stores, items and series differ from the common profile by weekday and month, no further than the data
supports.
"""

from dataclasses import dataclass

import numpy as np

from demand_forecast.forecasting.calendar import MONTHS, WEEKDAYS, YEAR, month, weekday
from demand_forecast.forecasting.panel import Booleans, Floats, Integers, Panel

BY_STORE, BY_ITEM, BY_SERIES = "store", "item", "series"
WEEKDAY, MONTH = "weekday", "month"
_SIZES = {WEEKDAY: WEEKDAYS, MONTH: MONTHS}
#: Coarse before fine, so that the fine ones learn only what is left.
_ORDER = tuple((group, slot) for slot in (WEEKDAY, MONTH) for group in (BY_STORE, BY_ITEM, BY_SERIES))
_LEAST_VARIANCE = 1e-5


@dataclass(frozen=True)
class Interaction:
    """The factor of each group (rows, in the order of ``members``) in each weekday or month (columns)."""

    group: str
    slot: str
    members: Integers
    factors: Floats

    def of(self, keys: Integers, days: Integers) -> Floats:
        """The factor of each series on each day; 1 for groups that were not there when it was learned."""
        table = np.vstack([self.factors, np.ones(self.factors.shape[1])])
        return table[_rows(self.members, _labels(keys, self.group))][:, _slots(self.slot, days)]


def fit_interactions(history: Panel, mean: Floats) -> tuple[list[Interaction], Floats]:
    """What is left in ``sales`` over ``mean`` (of the same shape), and the mean with it multiplied in.

    The variance between groups is that part of their factors that two halves of the time agree on; each
    factor is then drawn towards 1 as far as its noise asks (a gamma prior of that variance).
    """
    found = []
    for group, slot in _ORDER:
        if slot == MONTH and history.length < 2 * YEAR:
            continue
        interaction = _fit(history, mean, group, slot)
        if interaction is not None:
            found.append(interaction)
            mean = mean * interaction.of(history.keys, history.days)
    return found, mean


def _fit(history: Panel, mean: Floats, group: str, slot: str) -> Interaction | None:
    labels = _labels(history.keys, group)
    members, rows = np.unique(labels, axis=0, return_inverse=True)
    if len(members) < 2:
        return None
    known = np.isfinite(history.sales)
    age = history.days[-1] - history.days
    half = (age // YEAR if history.length >= 2 * YEAR else age // 28) % 2 == 0
    sold = _sums(np.where(known, history.sales, 0.0), half, rows.ravel(), slot, history.days)
    meant = _sums(np.where(known, mean, 0.0), half, rows.ravel(), slot, history.days)
    both_sold, both_meant = sold.sum(axis=0), meant.sum(axis=0)
    weight = both_meant.sum()
    if not (weight > 0 and (meant.sum(axis=(1, 2)) > 0).all()):
        return None
    one, other = (_off(sold[part], meant[part]) for part in (0, 1))
    variance = float((both_meant * one * other).sum() / weight)
    if variance < _LEAST_VARIANCE:
        return None
    spread = both_meant * (_off(both_sold, both_meant) ** 2 - variance)
    noise = max(1.0, float(spread.mean()))
    prior = noise / variance
    factors = (both_sold + prior) / (both_meant + prior)
    return Interaction(group, slot, members, factors)


def _off(sold: Floats, meant: Floats) -> Floats:
    ratio: Floats = np.divide(sold, meant, out=np.ones_like(sold), where=meant > 0)
    return ratio - 1


def _sums(values: Floats, half: Booleans, rows: Integers, slot: str, days: Integers) -> Floats:
    """Sums of shape (2 halves, groups, slots)."""
    kinds = np.eye(_SIZES[slot])[_slots(slot, days)]
    columns = np.hstack([kinds * half[:, None], kinds * ~half[:, None]])
    result: Floats = np.zeros((int(rows.max()) + 1, columns.shape[1]))
    np.add.at(result, rows, values @ columns)
    return np.stack(np.split(result, 2, axis=1))


def _slots(slot: str, days: Integers) -> Integers:
    return weekday(days) if slot == WEEKDAY else month(days)


def _labels(keys: Integers, group: str) -> Integers:
    return {BY_STORE: keys[:, :1], BY_ITEM: keys[:, 1:], BY_SERIES: keys}[group]


def _rows(members: Integers, labels: Integers) -> Integers:
    """The row of each label among the members, or one past the last."""
    place = {tuple(member): row for row, member in enumerate(members.tolist())}
    return np.array([place.get(tuple(label), len(members)) for label in labels.tolist()], dtype=np.int64)
