"""How much a model's error depends on the seed that it was trained with."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Stability:
    """The RMSE of each repeat, in units of sales."""

    rmse: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Their mean."""
        return float(np.mean(self.rmse))

    @property
    def deviation(self) -> float:
        """Their sample standard deviation."""
        return float(np.std(self.rmse, ddof=1))

    @property
    def coefficient_of_variation(self) -> float:
        """Standard deviation over mean."""
        return self.deviation / self.mean if self.mean else 0.0

    def metrics(self) -> dict[str, float]:
        """The figures by name, for a report."""
        each = {f"rmse_repeat_{number}": value for number, value in enumerate(self.rmse, start=1)}
        return each | {
            "rmse_mean": self.mean,
            "rmse_sd": self.deviation,
            "rmse_cv": self.coefficient_of_variation,
        }
