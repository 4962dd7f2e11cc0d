"""The present level of each series, by a discounted Poisson-gamma filter.

Each week's sales and exposure (what one unit of level would have sold) are added to discounted sums of those
before; their ratio is the level. A series that has moved lately is told by how well the ratio with a strong
discount would have forecast it; one that has not is best served by all of its history. Source of the filter:
Harvey and Fernandes, "Time Series Models for Count or Qualitative Observations", JBES 7 (1989).
"""

import numpy as np

from demand_forecast.forecasting.calendar import WEEK
from demand_forecast.forecasting.panel import Floats, Integers

#: What is left of a week's weight a week later.
DISCOUNTS = np.array([1.0, 0.995, 0.98, 0.95, 0.9, 0.8])
_ROUNDS = 30
_PRIOR_WEEKS = 1.0


def levels(sales: Floats, exposure: Floats, keys: Integers, horizon: int) -> Floats:
    """The level of each series at the end, in units of sales per exposure.

    ``sales`` (NaN where unknown) and ``exposure`` have the shape (series, days). The discount of a series is
    averaged over those of DISCOUNTS by how likely each makes its sales, half the horizon ahead; how common
    each discount is among the series is its prior.
    """
    sold, exposed = _weekly(sales, exposure)
    prior = _expected_levels(sold.sum(axis=1), exposed.sum(axis=1), keys)
    start = _PRIOR_WEEKS * exposed.sum(axis=1) / np.maximum((exposed > 0).sum(axis=1), 1)
    start = np.where(start > 0, start, 1.0)
    lead = max(1, round(horizon / WEEK / 2))
    filtered = [_filter(sold, exposed, prior, start, discount) for discount in DISCOUNTS]
    fit = _fit([past for _, past in filtered], sold, exposed, lead)
    ended = np.stack([level for level, _ in filtered], axis=1)
    return np.asarray((_weights(fit) * ended).sum(axis=1), dtype=np.float64)


def _weekly(sales: Floats, exposure: Floats) -> tuple[Floats, Floats]:
    """Sums by week, counted back from the last day; the first days may make a shorter week."""
    known = np.isfinite(sales)
    missing = -sales.shape[1] % WEEK
    both = []
    for values in (np.where(known, sales, 0.0), np.where(known, exposure, 0.0)):
        padded = np.pad(values, ((0, 0), (missing, 0)))
        both.append(padded.reshape(len(values), -1, WEEK).sum(axis=2))
    return both[0], both[1]


def _expected_levels(sold: Floats, exposed: Floats, keys: Integers) -> Floats:
    """What store and item say of a series: their effects multiplied, fitted to the margins."""
    stores, store = np.unique(keys[:, 0], return_inverse=True)
    items, item = np.unique(keys[:, 1], return_inverse=True)
    of_store, of_item = np.ones(len(stores)), np.ones(len(items))
    for _ in range(10):
        of_store = _margin(sold, exposed * of_item[item], store, len(stores))
        of_item = _margin(sold, exposed * of_store[store], item, len(items))
    return np.asarray(of_store[store] * of_item[item], dtype=np.float64)


def _margin(sold: Floats, exposed: Floats, group: Integers, groups: int) -> Floats:
    total = np.bincount(group, exposed, groups)
    return np.divide(np.bincount(group, sold, groups), total, out=np.zeros(groups), where=total > 0)


def _filter(
    sold: Floats, exposed: Floats, prior: Floats, start: Floats, discount: float
) -> tuple[Floats, Floats]:
    """The level at the end, and that before each week, of shape (series, weeks)."""
    a, b = prior * start, start.copy()
    past = []
    for week in range(sold.shape[1]):
        past.append(a / b)
        a = discount * a + (1 - discount) * prior * start + sold[:, week]
        b = discount * b + (1 - discount) * start + exposed[:, week]
    return a / b, np.stack(past, axis=1)


def _fit(pasts: list[Floats], sold: Floats, exposed: Floats, lead: int) -> Floats:
    """Quasi log likelihood of each series' weeks under each discount's level ``lead`` weeks before.

    It is divided by the noise that the best discount leaves (variance over mean), so that noisy series claim
    no more than they know.
    """
    told, unit = sold[:, lead:], exposed[:, lead:]
    seen = unit > 0
    likelihood, noise = [], []
    for past in pasts:
        mean = np.maximum(past[:, : told.shape[1]] * unit, 1e-9)
        noise.append(np.where(seen, (told - mean) ** 2 / mean, 0.0).sum(axis=1))
        likelihood.append(np.where(seen, told * np.log(mean) - mean, 0.0).sum(axis=1))
    least = np.min(noise, axis=0) / np.maximum(seen.sum(axis=1), 1)
    fit: Floats = np.stack(likelihood, axis=1) / np.maximum(least, 1.0)[:, None]
    return fit


def _weights(fit: Floats) -> Floats:
    """Share of each discount in each series: a mixture whose prior is learned from all series."""
    share = np.full(fit.shape[1], 1 / fit.shape[1])
    likelihood = np.exp(fit - fit.max(axis=1, keepdims=True))
    weights = np.zeros_like(fit)
    for _ in range(_ROUNDS):
        weights = likelihood * share
        weights /= weights.sum(axis=1, keepdims=True)
        share = weights.mean(axis=0)
    return weights
