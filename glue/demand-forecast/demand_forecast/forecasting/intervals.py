"""Quantiles of a forecast from its mean and from how earlier forecasts of the same model turned out.

A distribution of counts (Poisson or negative binomial) or of amounts (gamma) gives their shape: its variance
is the one that was seen. Where demand has another shape, as with promotions, its p10 has not a tenth of the
days below it; so each quantile is taken at the share of that distribution that a tenth, a half and nine
tenths of the tested days were below (recalibration: Kuleshov, Fenner and Ermon, "Accurate Uncertainties for
Deep Learning Using Calibrated Regression", ICML 2018, with the transform of counts that needs no random
draws: Czado, Gneiting and Held, "Predictive Model Assessment for Count Data", Biometrics 65, 2009).
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from demand_forecast.forecasting.panel import Booleans, Floats, Integers

QUANTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
#: Days of all series' dispersion that a series' own is mixed with.
_SHRINK_DAYS = 60.0
_LEAST_MEAN = 1e-3
_POISSON_BELOW = 1.02
#: Above this mean a gamma distribution is as good as one of counts (a tenth of a unit apart where the
#: standard deviation is 30), and thousands of times as quick to invert where counts are in millions.
_COUNTED_TO = 1_000.0
#: Forecast means by powers of 4 are calibrated apart, as far as so many days of all levels leave it to them.
LEVELS, _LEVEL_STEP, _LOWEST_POWER, _LEVEL_DAYS = 16, 4.0, -4, 500.0
#: Shares of the distribution that days are counted at; its very ends are not told by some hundred days.
SHARES: Floats = np.linspace(0.0, 1.0, 201)
_OUTERMOST = 0.002


@dataclass(frozen=True)
class ErrorHistory:
    """For each series: days on which a forecast was tested, and their squared errors over forecast means.

    ``below``, of shape (LEVELS, SHARES), counts the days by level of their forecast that were at most at each
    share of their distribution, as it was known after their test.
    """

    days: Floats
    pearson: Floats
    below: Floats

    @classmethod
    def none(cls, series: int) -> "ErrorHistory":
        """Before any test."""
        return cls(np.zeros(series), np.zeros(series), np.zeros((LEVELS, len(SHARES))))

    def and_of(self, actual: Floats, mean: Floats, counts: bool) -> "ErrorHistory":
        """With the errors of one more test; arrays of shape (series, days), NaN in ``actual`` is left out."""
        known = np.isfinite(actual)
        off = np.where(known, (actual - mean) ** 2 / np.maximum(mean, _LEAST_MEAN), 0.0)
        days, pearson = self.days + known.sum(axis=1), self.pearson + off.sum(axis=1)
        wide = np.broadcast_to(ErrorHistory(days, pearson, self.below).dispersion()[:, None], mean.shape)
        told = _counted(actual[known], mean[known], wide[known], counts)
        return ErrorHistory(days, pearson, self.below + told)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was tested."""
        return not self.days.sum()

    @property
    def pooled(self) -> float:
        """Variance over mean of all series together."""
        return max(float(self.pearson.sum() / max(self.days.sum(), 1.0)), 1e-9)

    def dispersion(self) -> Floats:
        """Variance over mean of each series, drawn towards that of all of them; 1 is Poisson's."""
        shrunk: Floats = (self.pearson + _SHRINK_DAYS * self.pooled) / (self.days + _SHRINK_DAYS)
        return shrunk

    def quantiles(self, mean: Floats, counts: bool, rows: Integers | None = None) -> dict[str, Floats]:
        """QUANTILES of each day by name; ``mean`` has shape (series, days).

        ``rows`` says which of the tested series each of ``mean`` is, -1 for one that was not tested; they
        are the same where it is left out.
        """
        wide = self.dispersion()
        if rows is not None:
            wide = np.where(rows >= 0, wide[rows], self.pooled)
        level = _level(mean)
        return {
            name: quantile(self._at(share)[level], mean, wide, counts) for name, share in QUANTILES.items()
        }

    def _at(self, share: float) -> Floats:
        """The share of the distribution that ``share`` of the days were at most at, by level."""
        everywhere = self.below.sum(axis=0)
        mixed = self.below + _LEVEL_DAYS * everywhere / max(everywhere[-1], 1.0)
        found = [np.interp(share, row / row[-1], SHARES) for row in mixed]
        return np.clip(np.array(found), _OUTERMOST, 1 - _OUTERMOST)


def quantile(share: float | Floats, mean: Floats, dispersion: Floats, counts: bool) -> Floats:
    """The quantile of each day: Poisson or, with greater variance, negative binomial for counts, gamma for
    others; each with variance ``dispersion`` times ``mean``.

    ``mean`` has shape (series, days), ``dispersion`` (series,), ``share`` is one or of the shape of ``mean``.
    """
    mu = np.maximum(mean, _LEAST_MEAN)
    wide = np.broadcast_to(np.maximum(dispersion, 1e-9)[:, None], mu.shape)
    at = np.broadcast_to(np.asarray(share, dtype=np.float64), mu.shape)
    amounts, poisson, clustered = _kinds(mu, wide, counts)
    result = np.empty_like(mu)
    result[poisson] = stats.poisson.ppf(at[poisson], mu[poisson])
    size, chance = _clustered(mu[clustered], wide[clustered])
    result[clustered] = stats.nbinom.ppf(at[clustered], size, chance)
    scale = wide[amounts]
    result[amounts] = stats.gamma.ppf(at[amounts], mu[amounts] / scale, scale=scale)
    return np.ceil(result) if counts else result


def _counted(actual: Floats, mean: Floats, dispersion: Floats, counts: bool) -> Floats:
    """``below`` of some days, all arrays of one dimension.

    A count fills the step of its distribution function evenly, an amount is at one point of it.
    """
    high = _at_most(actual, mean, dispersion, counts)
    low = _at_most(actual - 1, mean, dispersion, counts) if counts else high
    step = np.maximum(high - low, 1e-12)
    level = _level(mean)
    result = np.zeros((LEVELS, len(SHARES)))
    for one in np.unique(level):
        here = level == one
        filled = (SHARES[None, :] - low[here, None]) / step[here, None]
        result[one] = np.clip(filled, 0.0, 1.0).sum(axis=0)
    result[:, -1] = np.bincount(level, minlength=LEVELS)
    return result


def _at_most(value: Floats, mean: Floats, dispersion: Floats, counts: bool) -> Floats:
    """The distribution function that :func:`quantile` is the inverse of."""
    mu, wide = np.maximum(mean, _LEAST_MEAN), np.maximum(dispersion, 1e-9)
    amounts, poisson, clustered = _kinds(mu, wide, counts)
    result = np.empty_like(mu)
    result[poisson] = stats.poisson.cdf(value[poisson], mu[poisson])
    result[clustered] = stats.nbinom.cdf(value[clustered], *_clustered(mu[clustered], wide[clustered]))
    scale = wide[amounts]
    result[amounts] = stats.gamma.cdf(value[amounts], mu[amounts] / scale, scale=scale)
    return result


def _kinds(mu: Floats, dispersion: Floats, counts: bool) -> tuple[Booleans, Booleans, Booleans]:
    """Which days have a gamma, a Poisson and a negative binomial distribution."""
    counted = (mu <= _COUNTED_TO) & counts
    over = dispersion > _POISSON_BELOW
    return ~counted, counted & ~over, counted & over


def _clustered(mu: Floats, dispersion: Floats) -> tuple[Floats, Floats]:
    """The parameters of scipy's negative binomial distribution."""
    return mu / (dispersion - 1), 1 / dispersion


def _level(mean: Floats) -> Integers:
    power: Floats = np.floor(np.log(np.maximum(mean, _LEAST_MEAN)) / np.log(_LEVEL_STEP))
    level: Integers = np.clip(power - _LOWEST_POWER, 0, LEVELS - 1).astype(np.int64)
    return level
