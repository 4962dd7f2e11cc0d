"""What the error says against the noise floor, the error of a perfect forecast."""

import math
from dataclasses import dataclass

#: For counts of independent buyers the floor is the root of the mean; far above it something is missed.
FAR_ABOVE = 1.25
_SUSPICIOUSLY_BELOW, _STANDARD_ERRORS = 0.03, 4.0


@dataclass(frozen=True)
class Verdict:
    """Whether the error is as it should be, and in words why."""

    passed: bool
    detail: str


def judge(rmse: float, floor: float, rows: int) -> Verdict:
    """Compare an RMSE over ``rows`` days with the noise floor, both in units of sales.

    Below the floor by more than chance allows, the model has seen what it forecasts. Far above, it misses
    something that could be known, or the demand comes in clusters that no model of counts could tell.
    """
    ratio = rmse / floor if floor > 0 else 1.0
    # The mean of n squares of noise with a kurtosis of 3 + 1/mean has a relative error of sqrt((2+1/mean)/n).
    chance = math.sqrt((2 + 1 / max(floor**2, 1e-9)) / max(rows, 1)) / 2
    least = 1 - max(_SUSPICIOUSLY_BELOW, _STANDARD_ERRORS * chance)
    figures = f"RMSE {rmse:.4f} is {ratio:.3f} of the floor {floor:.4f}"
    if ratio < least:
        return Verdict(False, f"{figures}: less than noise allows, so a leak is suspected")
    if ratio > FAR_ABOVE:
        return Verdict(False, f"{figures}: the model misses something, or demand is noisier than counts are")
    return Verdict(True, figures)
