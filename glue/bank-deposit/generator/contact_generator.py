"""Synthetic contacts of a bank's campaign: each takes a term deposit with a known probability.

The log-odds of a deposit are a sum of effects of what is known before the call, and of the logarithm of the
call's length, which is independent of them. So the best possible model without the length orders contacts by the
first sum, the best possible one with it by both, and the area under ROC of either is known.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Texts = NDArray[np.str_]

#: Value: (share, effect on the log-odds).
Effects = dict[str, tuple[float, float]]
JOB: Effects = {
    "management": (0.22, 0.2), "blue-collar": (0.18, -0.4), "technician": (0.16, -0.1), "admin.": (0.12, 0.0),
    "services": (0.09, -0.3), "retired": (0.07, 0.7), "self-employed": (0.04, -0.1), "student": (0.03, 0.9),
    "unemployed": (0.03, 0.2), "entrepreneur": (0.03, -0.5), "housemaid": (0.02, -0.4), "unknown": (0.01, 0.0),
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

    columns: dict[str, NDArray[np.generic]]
    before_call: Floats
    after_call: Floats

    @property
    def deposit(self) -> NDArray[np.bool_]:
        """Who took a deposit."""
        return self.columns["deposit"] == "yes"


def generate(rows: int, seed: int) -> Contacts:
    """Draw contacts; equal arguments give equal contacts. Raises ValueError for no rows or a negative seed."""
    if rows < 1 or seed < 0:
        raise ValueError(f"rows must be from 1 and the seed from 0, not {rows} and {seed}")
    random = np.random.Generator(np.random.PCG64(seed))
    age = np.clip(random.gamma(9.0, 2.6, rows) + 18, 18, 95).astype(int)
    odds = _INTERCEPT + 0.0009 * (age - 42.0) ** 2 - 0.1
    columns: dict[str, NDArray[np.generic]] = {"age": age}

    def choose(name: str, effects: Effects) -> Texts:
        nonlocal odds
        names, shares = list(effects), np.array([share for share, _ in effects.values()])
        drawn = random.choice(len(names), rows, p=shares / shares.sum())
        odds = odds + np.array([effect for _, effect in effects.values()])[drawn]
        return np.array(names)[drawn]

    for name, effects in (("job", JOB), ("marital", MARITAL), ("education", EDUCATION)):
        columns[name] = choose(name, effects)
    columns["default"] = choose("default", _flag("default"))
    balance = np.round(
        np.expm1(random.normal(6.3, 1.5, rows)) * np.where(random.random(rows) < 0.08, -0.3, 1.0)
    )
    odds = odds + 0.12 * (np.sign(balance) * np.log1p(np.abs(balance)) - 5.5)
    columns["balance"] = balance.astype(int)
    for name in ("housing", "loan"):
        columns[name] = choose(name, _flag(name))
    columns["contact"] = choose("contact", CONTACT)
    columns["day"] = random.integers(1, 31, rows)
    columns["month"] = choose("month", MONTH)
    length = random.lognormal(np.log(_LENGTH_MEDIAN), _LENGTH_SPREAD, rows)
    columns["duration"] = np.maximum(1, length).astype(int)
    columns["campaign"] = np.minimum(40, random.geometric(0.4, rows))
    odds = odds - 0.12 * (columns["campaign"].astype(float) - 2.5)
    before = random.random(rows) < CONTACTED_BEFORE
    columns["pdays"] = np.where(before, random.integers(1, 400, rows), -1)
    columns["previous"] = np.where(before, random.geometric(0.35, rows), 0)
    kept = odds
    outcome = choose("poutcome", POUTCOME)
    odds = np.where(before, odds, kept)
    columns["poutcome"] = np.where(before, outcome, "unknown")
    after = odds + _LENGTH_EFFECT * (np.log(columns["duration"].astype(float)) - np.log(_LENGTH_MEDIAN))
    columns["deposit"] = np.where(random.random(rows) < 1 / (1 + np.exp(-after)), "yes", "no")
    return Contacts(columns, odds, after)


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
