"""A trained model as files: what it learned as data without code, and a description that a person can read.

Weights are plain numpy arrays (the count model) or skops files (estimators of scikit-learn), neither of which
can run code when loaded; a pickle or joblib file could, whatever its hash. Each file's SHA-256 is in the
description and checked on loading, so a half-written or mixed-up model is refused.
"""

import hashlib
import io
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import numpy as np
from relay_job import JobDataError

from demand_forecast.forecasting.intervals import ErrorHistory
from demand_forecast.forecasting.models import naive, poisson, regressors
from demand_forecast.forecasting.models.base import Fitted
from demand_forecast.forecasting.models.ensemble import mean_of
from demand_forecast.forecasting.panel import Floats, Integers, Panel

FORMAT = 2
DESCRIPTION, ERRORS = "model.json", "errors.npz"
_PACKAGES = ("numpy", "pandas", "scikit-learn", "scipy", "skops")


@dataclass(frozen=True)
class Artefact:
    """A model of one or more members (an ensemble forecasts their mean), and the errors that its quantiles
    are made of, for the series of ``keys``.
    """

    model: str
    members: Mapping[str, Fitted]
    keys: Integers
    errors: ErrorHistory
    counts: bool
    about: Mapping[str, Any] = field(default_factory=dict)

    def forecast(self, history: Panel, horizon: int) -> dict[str, Floats]:
        """``mean``, p10, p50 and p90, each of shape (series, horizon), in units of sales."""
        mean = mean_of([fitted.forecast(history, horizon) for fitted in self.members.values()])
        known = {tuple(key): row for row, key in enumerate(self.keys.tolist())}
        rows = np.array([known.get(tuple(key), -1) for key in history.keys.tolist()])
        return {"mean": mean, **self.errors.quantiles(mean, self.counts, rows)}


def checksum(panel: Panel) -> str:
    """SHA-256 of series, days and values: equal for equal data, whatever file they came from."""
    digest = hashlib.sha256(np.ascontiguousarray(panel.keys, dtype="<i8").tobytes())
    digest.update(np.array([panel.first_day, panel.length], dtype="<i8").tobytes())
    digest.update(np.ascontiguousarray(panel.sales, dtype="<f8").tobytes())
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Python's version and those of the packages that a model depends on."""
    return {"python": platform.python_version()} | {name: version(name) for name in _PACKAGES}


def to_files(artefact: Artefact) -> dict[str, bytes]:
    """The artefact's files by name, the description among them."""
    files = {_file_of(name): fitted.to_bytes() for name, fitted in artefact.members.items()}
    content = io.BytesIO()
    errors = artefact.errors
    np.savez(content, keys=artefact.keys, days=errors.days, pearson=errors.pearson, below=errors.below)
    files[ERRORS] = content.getvalue()
    description = {
        "format": FORMAT,
        "model": artefact.model,
        "members": list(artefact.members),
        "counts": artefact.counts,
        **artefact.about,
        "versions": versions(),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    return {**files, DESCRIPTION: (json.dumps(description, indent=2, allow_nan=False) + "\n").encode()}


def from_files(files: Mapping[str, bytes], threads: int) -> Artefact:
    """The inverse of :func:`to_files`.

    Raises JobDataError where a file is missing or not the one that was saved, or the format is unknown.
    """
    about = json.loads(files[DESCRIPTION])
    if about["format"] != FORMAT:
        raise JobDataError(f"the model has format {about['format']}, this job reads {FORMAT}; train it again")
    for name, sha in about["files"].items():
        if hashlib.sha256(files.get(name, b"")).hexdigest() != sha:
            raise JobDataError(
                f"the model's file {name} is missing or not the one that was saved; train again"
            )
    with np.load(io.BytesIO(files[ERRORS]), allow_pickle=False) as arrays:
        keys, errors = arrays["keys"], ErrorHistory(arrays["days"], arrays["pearson"], arrays["below"])
    members = {name: _member(name, files[_file_of(name)], threads) for name in about["members"]}
    return Artefact(about["model"], members, keys, errors, about["counts"], about)


def _file_of(member: str) -> str:
    return f"{member}.{'npz' if member == poisson.NAME else 'skops'}"


def _member(name: str, content: bytes, threads: int) -> Fitted:
    if name == naive.NAME:
        return naive.SeasonalNaive()
    if name == poisson.NAME:
        return poisson.PoissonGlm.from_bytes(content)
    return regressors.Regression.from_bytes(content, threads)
