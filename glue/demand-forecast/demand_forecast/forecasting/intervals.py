"""Quantiles of a forecast from its mean and from how far earlier forecasts of the same model were off."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from demand_forecast.forecasting.panel import Floats

QUANTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
#: Days of all series' dispersion that a series' own is mixed with.
_SHRINK_DAYS = 60.0
_LEAST_MEAN = 1e-3
_POISSON_BELOW = 1.02


@dataclass(frozen=True)
class ErrorHistory:
    """For each series: days on which a forecast was tested, and their squared errors over forecast means."""

    days: Floats
    pearson: Floats

    @classmethod
    def none(cls, series: int) -> "ErrorHistory":
        """Before any test."""
        return cls(np.zeros(series), np.zeros(series))

    def and_of(self, actual: Floats, mean: Floats) -> "ErrorHistory":
        """With the errors of one more test; arrays of shape (series, days), NaN in ``actual`` is left out."""
        known = np.isfinite(actual)
        off = np.where(known, (actual - mean) ** 2 / np.maximum(mean, _LEAST_MEAN), 0.0)
        return ErrorHistory(self.days + known.sum(axis=1), self.pearson + off.sum(axis=1))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was tested."""
        return not self.days.sum()

    def dispersion(self) -> Floats:
        """Variance over mean of each series, drawn towards that of all of them; 1 is Poisson's."""
        pooled = self.pearson.sum() / max(self.days.sum(), 1.0)
        shrunk: Floats = (self.pearson + _SHRINK_DAYS * pooled) / (self.days + _SHRINK_DAYS)
        return shrunk


def quantile(share: float, mean: Floats, dispersion: Floats, counts: bool) -> Floats:
    """The quantile of each day: Poisson or, with greater variance, negative binomial for counts, gamma for
    others; each with variance ``dispersion`` times ``mean``.

    ``mean`` has shape (series, days), ``dispersion`` (series,).
    """
    mu = np.maximum(mean, _LEAST_MEAN)
    wide = np.broadcast_to(dispersion[:, None], mu.shape)
    if not counts:
        scale = np.maximum(wide, 1e-9)
        return np.asarray(stats.gamma.ppf(share, mu / scale, scale=scale), dtype=np.float64)
    result = np.asarray(stats.poisson.ppf(share, mu), dtype=np.float64)
    over = wide > _POISSON_BELOW
    result[over] = stats.nbinom.ppf(share, mu[over] / (wide[over] - 1), 1 / wide[over])
    return result
