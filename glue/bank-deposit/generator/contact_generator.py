"""Synthetic contacts of a bank's campaign: each takes a term deposit with a known probability.

The log-odds of a deposit are a sum of effects of what is known before the call, and of the logarithm of
the call's length, which is independent of them. So the best possible model without the length orders contacts
by the first sum, the best possible one with it by both, and the area under ROC of either is known.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Value: (share, effect on the log-odds).
Effects = dict[str, tuple[float, float]]
JOB: Effects = {
    "management": (0.22, 0.2), "blue-collar": (0.18, -0.4), "technician": (0.16, -0.1), "admin.": (0.12, 0.0),
    "services": (0.09, -0.3), "retired": (0.07, 0.7), "self-employed": (0.04, -0.1), "student": (0.03, 0.9),
    "unemployed": (0.03, 0.2), "entrepreneur": (0.03, -0.5), "housemaid": (0.02, -0.4),
    "unknown": (0.01, 0.0),
}  # fmt: skip
MARITAL: Effects = {"married": (0.57, -0.2), "single": (0.32, 0.2), "divorced": (0.11, 0.0)}
EDUCATION: Effects = {
    "secondary": (0.49, 0.0), "tertiary": (0.33, 0.3), "primary": (0.13, -0.3), "unknown": (0.05, 0.1),
}  # fmt: skip
CONTACT: Effects = {"cellular": (0.72, 0.4), "unknown": (0.21, -1.0), "telephone": (0.07, 0.2)}
MONTH: Effects = {
    "may": (0.25, -0.6), "aug": (0.14, -0.1), "jul": (0.14, -0.2), "jun": (0.11, 0.0), "nov": (0.08, -0.2),
    "apr": (0.08, 0.5), "feb": (0.07, 0.3), "oct": (0.04, 1.1), "jan": (0.03, -0.3), "sep": (0.03, 1.2),
    "mar": (0.02, 1.4), "dec": (0.01, 1.3),
}  # fmt: skip
POUTCOME: Effects = {"failure": (0.45, -0.2), "success": (0.38, 1.8), "other": (0.17, 0.2)}
YES_NO: dict[str, tuple[float, float]] = {
    "default": (0.015, -0.6),
    "housing": (0.47, -0.7),
    "loan": (0.13, -0.5),
}
CONTACTED_BEFORE = 0.25
_INTERCEPT = 0.05
_LENGTH_EFFECT, _LENGTH_MEDIAN, _LENGTH_SPREAD = 2.0, 250.0, 0.85


@dataclass(frozen=True)
class Contacts:
    """Columns of equal length in the order of the file, and the log-odds of each row's deposit."""

    columns: dict[str, NDArray[Any]]
    before_call: Floats
    after_call: Floats

    @property
    def deposit(self) -> NDArray[np.bool_]:
        """Who took a deposit."""
        taken: NDArray[np.bool_] = self.columns["deposit"] == "yes"
        return taken


class _Drawing:
    """Contacts in the making: columns so far, and the log-odds that they amount to."""

    def __init__(self, rows: int, seed: int) -> None:
        self.rows = rows
        self.random = np.random.Generator(np.random.PCG64(seed))
        self.columns: dict[str, NDArray[Any]] = {}
        self.odds: Floats = np.full(rows, _INTERCEPT)

    def choose(self, name: str, effects: Effects, where: NDArray[np.bool_] | None = None) -> None:
        """Draw a category for each row; away from ``where`` it is unknown and without effect."""
        names, shares = np.array(list(effects)), np.array([share for share, _ in effects.values()])
        drawn = self.random.choice(len(names), self.rows, p=shares / shares.sum())
        there = np.ones(self.rows, dtype=np.bool_) if where is None else where
        self.columns[name] = np.where(there, names[drawn], "unknown")
        self.odds += np.where(there, np.array([effect for _, effect in effects.values()])[drawn], 0.0)

    def person(self) -> None:
        """Age and what describes a customer."""
        age = np.clip(self.random.gamma(9.0, 2.6, self.rows) + 18, 18, 95).astype(int)
        self.columns["age"] = age
        self.odds += 0.0009 * (age - 42.0) ** 2 - 0.1
        for name, effects in (("job", JOB), ("marital", MARITAL), ("education", EDUCATION)):
            self.choose(name, effects)

    def account(self) -> None:
        """Balance and loans."""
        self.choose("default", _flag("default"))
        sign = np.where(self.random.random(self.rows) < 0.08, -0.3, 1.0)
        balance = np.round(np.expm1(self.random.normal(6.3, 1.5, self.rows)) * sign)
        self.columns["balance"] = balance.astype(int)
        self.odds += 0.12 * (np.sign(balance) * np.log1p(np.abs(balance)) - 5.5)
        for name in ("housing", "loan"):
            self.choose(name, _flag(name))

    def campaign(self) -> None:
        """This campaign's call, whose length has no effect yet, and contacts before it."""
        self.choose("contact", CONTACT)
        self.columns["day"] = self.random.integers(1, 31, self.rows)
        self.choose("month", MONTH)
        length = self.random.lognormal(np.log(_LENGTH_MEDIAN), _LENGTH_SPREAD, self.rows)
        self.columns["duration"] = np.maximum(1, length).astype(int)
        calls = np.minimum(40, self.random.geometric(0.4, self.rows))
        self.columns["campaign"] = calls
        self.odds -= 0.12 * (calls - 2.5)
        before = self.random.random(self.rows) < CONTACTED_BEFORE
        self.columns["pdays"] = np.where(before, self.random.integers(1, 400, self.rows), -1)
        self.columns["previous"] = np.where(before, self.random.geometric(0.35, self.rows), 0)
        self.choose("poutcome", POUTCOME, before)


def generate(rows: int, seed: int) -> Contacts:
    """Draw contacts; equal arguments give equal contacts.

    Raises ValueError for no rows or a negative seed.
    """
    if rows < 1 or seed < 0:
        raise ValueError(f"rows must be from 1 and the seed from 0, not {rows} and {seed}")
    drawing = _Drawing(rows, seed)
    drawing.person()
    drawing.account()
    drawing.campaign()
    columns = drawing.columns
    after = drawing.odds + _LENGTH_EFFECT * np.log(columns["duration"] / _LENGTH_MEDIAN)
    columns["deposit"] = np.where(drawing.random.random(rows) < 1 / (1 + np.exp(-after)), "yes", "no")
    return Contacts(columns, drawing.odds, after)


def area_under_roc(scores: Floats, positive: NDArray[np.bool_]) -> float:
    """The share of pairs of a positive and a negative that scores put in the right order; ties count half.

    Raises ValueError where there are no positives or no negatives.
    """
    positives, negatives = int(positive.sum()), int((~positive).sum())
    if not positives or not negatives:
        raise ValueError("an area under ROC needs positives and negatives")
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]
    return float((ranks[positive].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def _flag(name: str) -> Effects:
    share, effect = YES_NO[name]
    return {"no": (1 - share, 0.0), "yes": (share, effect)}
