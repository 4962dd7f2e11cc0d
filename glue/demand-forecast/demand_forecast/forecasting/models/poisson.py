"""The count model: level of the series, times the calendar's profile, times what groups have of their own.

A Poisson regression with log link over calendar, store and item effects with a damped trend. Fitted by its
parts, each in closed form or a few Newton steps on sums, it takes a second where a general solver with one
column per store and item takes many.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from relay_job.report import Scalar

from demand_forecast.forecasting.models.base import Task
from demand_forecast.forecasting.models.interactions import Interaction, fit_interactions
from demand_forecast.forecasting.models.levels import levels
from demand_forecast.forecasting.models.profile import Profile, fit_profile
from demand_forecast.forecasting.panel import Floats, Integers, Panel

NAME = "poisson-glm"
_ROUNDS = 4
_LEAST_LEVEL = 1e-6


@dataclass(frozen=True)
class PoissonGlm:
    """The common profile and the groups' own factors; levels are found anew at the end of each history."""

    profile: Profile
    interactions: tuple[Interaction, ...]

    def forecast(self, history: Panel, horizon: int) -> Floats:
        """Expected units, of shape (series, horizon)."""
        level = levels(history.sales, self._units(history.keys, history.days), history.keys, horizon)
        return level[:, None] * self._units(history.keys, history.future(horizon))

    def _units(self, keys: Integers, days: Integers) -> Floats:
        """What one unit of level sells, of shape (series, days)."""
        units = np.repeat(self.profile.factors(days)[None, :], len(keys), axis=0)
        for interaction in self.interactions:
            units *= interaction.of(keys, days)
        return units

    def to_bytes(self) -> bytes:
        """The numbers as an archive of plain numpy arrays (``npz``, no pickles)."""
        profile = self.profile
        scalars = np.array([profile.first_day, profile.last_day, profile.damping, profile.seasonal])
        arrays: dict[str, NDArray[Any]] = {
            "scalars": scalars,
            "coefficients": profile.coefficients,
            "bends": profile.bends,
            "standing_out": profile.standing_out,
        }
        for number, each in enumerate(self.interactions):
            arrays[f"{number}|{each.group}|{each.slot}|members"] = each.members
            arrays[f"{number}|{each.group}|{each.slot}|factors"] = each.factors
        content = io.BytesIO()
        np.savez(content, **arrays)
        return content.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> "PoissonGlm":
        """The inverse of :meth:`to_bytes`."""
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            first, last, damping, seasonal = arrays["scalars"]
            profile = Profile(
                arrays["coefficients"],
                arrays["bends"],
                int(first),
                int(last),
                float(damping),
                bool(seasonal),
                arrays["standing_out"],
            )
            names = [name.removesuffix("|members") for name in arrays.files if name.endswith("|members")]
            interactions = []
            for name in names:
                _, group, slot = name.split("|")
                members, factors = arrays[f"{name}|members"], arrays[f"{name}|factors"]
                interactions.append(Interaction(group, slot, members, factors))
        return cls(profile, tuple(interactions))


def fit(history: Panel, task: Task, hyperparameters: Mapping[str, Scalar]) -> PoissonGlm:
    """Fit profile and levels in turns, then the groups' own factors.

    ``damping`` is what is left of the trend's slope a day later, after the end of the history.
    """
    known = np.isfinite(history.sales)
    sold = np.where(known, history.sales, 0.0)
    total = sold.sum(axis=0)
    damping = float(hyperparameters["damping"] or 0)
    level = sold.sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    for _ in range(1 if known.all() else _ROUNDS):
        exposure = np.maximum(level, _LEAST_LEVEL) @ known
        profile = fit_profile(total, exposure, history.days, damping)
        usual = profile.factors(history.days)
        level = sold.sum(axis=1) / np.maximum(known @ usual, _LEAST_LEVEL)
    interactions, _ = fit_interactions(history, level[:, None] * usual[None, :])
    return PoissonGlm(profile, tuple(interactions))
