"""What a model is to the rest: something to fit, and something fitted that forecasts and can be saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from relay_job.report import Scalar

from demand_forecast.forecasting.panel import Floats, Panel


class Fitted(Protocol):
    """A trained model."""

    def forecast(self, history: Panel, horizon: int) -> Floats:
        """Expected units of each series on each of the ``horizon`` days after the history.

        The history may be longer than the one that was learned from, and have other series.
        """
        ...

    def to_bytes(self) -> bytes:
        """All that the model learned, for :mod:`demand_forecast.forecasting.artefact`."""
        ...


@dataclass(frozen=True)
class Task:
    """How models are to be trained: days ahead, random seed, threads they may use."""

    horizon: int
    seed: int = 42
    threads: int = 1


@dataclass(frozen=True)
class Candidate:
    """A model to try: its name in reports, its hyperparameters, and how it is fitted with them."""

    name: str
    fit: Callable[[Panel, Task, Mapping[str, Scalar]], Fitted]
    hyperparameters: Mapping[str, Scalar] = field(default_factory=dict)
