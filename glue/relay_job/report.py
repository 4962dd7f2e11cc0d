"""The report of a step, schema version 1: what a job says about itself to the rest of the system."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from relay_job.profile import ColumnProfile

SCHEMA_VERSION = 1

#: What a hyperparameter may be.
Scalar = str | int | float | bool | None


@dataclass(frozen=True)
class RowCounts:
    """Rows read, written and put aside by a step."""

    rows_in: int
    rows_out: int
    quarantined: int = 0

    def __post_init__(self) -> None:
        for name, count in (("in", self.rows_in), ("out", self.rows_out), ("quarantined", self.quarantined)):
            _require(_is_count(count), f"rows.{name} must be a whole number from 0, not {count!r}")

    def to_json(self) -> dict[str, Any]:
        """The JSON form."""
        return {"in": self.rows_in, "out": self.rows_out, "quarantined": self.quarantined}


@dataclass(frozen=True)
class Check:
    """One check of the data: its name, whether it passed, and what was seen."""

    name: str
    passed: bool
    detail: str

    def __post_init__(self) -> None:
        _require(bool(self.name.strip()), "a check needs a name")

    def to_json(self) -> dict[str, Any]:
        """The JSON form."""
        return {"name": self.name, "passed": self.passed, "detail": self.detail}


@dataclass(frozen=True)
class Baseline:
    """What a model is compared with, measured on the same test rows."""

    name: str
    metrics: Mapping[str, float]

    def __post_init__(self) -> None:
        _require(bool(self.name.strip()), "a baseline needs a name")
        _check_metrics(f"baseline {self.name}", self.metrics)

    def to_json(self) -> dict[str, Any]:
        """The JSON form."""
        return {"name": self.name, "metrics": dict(self.metrics)}


@dataclass(frozen=True)
class ModelEvaluation:
    """A trained model's figures on its test split."""

    model: str
    variant: str
    split: str
    metrics: Mapping[str, float]
    train_rows: int
    test_rows: int
    hyperparameters: Mapping[str, Scalar] = field(default_factory=dict)
    baseline: Baseline | None = None

    def __post_init__(self) -> None:
        for name in ("model", "variant", "split"):
            _require(bool(getattr(self, name).strip()), f"a model evaluation needs a {name}")
        _check_metrics(f"model {self.model}", self.metrics)
        for name, count in (("train", self.train_rows), ("test", self.test_rows)):
            _require(
                _is_count(count),
                f"model {self.model}: rows.{name} must be a whole number from 0, not {count!r}",
            )
        for name, value in self.hyperparameters.items():
            _require(
                not isinstance(value, float) or math.isfinite(value), f"model {self.model}: {name} is {value}"
            )

    def to_json(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "model": self.model,
            "variant": self.variant,
            "split": self.split,
            "metrics": dict(self.metrics),
            "baseline": self.baseline.to_json() if self.baseline else None,
            "hyperparameters": dict(self.hyperparameters),
            "rows": {"train": self.train_rows, "test": self.test_rows},
        }


@dataclass(frozen=True)
class JobReport:
    """Everything a step reports: ``outputs`` are addresses by name, ``durations`` seconds by name, and
    ``profile`` is how the values of each input column are spread.

    Raises ValueError when made from values that the schema does not allow (NaN and infinity among them).
    """

    pipeline: str
    run_id: str
    step: str
    attempt: int
    variant: str
    rows: RowCounts
    checks: Sequence[Check] = ()
    models: Sequence[ModelEvaluation] = ()
    outputs: Mapping[str, str] = field(default_factory=dict)
    durations: Mapping[str, float] = field(default_factory=dict)
    profile: Sequence[ColumnProfile] = ()

    def __post_init__(self) -> None:
        for name in ("pipeline", "run_id", "step", "variant"):
            _require(bool(getattr(self, name).strip()), f"a report needs a {name}")
        _require(
            _is_count(self.attempt) and self.attempt >= 1, f"attempt must be from 1, not {self.attempt!r}"
        )
        for name, seconds in self.durations.items():
            _require(math.isfinite(seconds) and seconds >= 0, f"duration {name!r} is {seconds}")
        for name, address in self.outputs.items():
            _require(bool(address.strip()), f"output {name!r} has no address")
        for kind, names in (
            ("check", [check.name for check in self.checks]),
            ("model", [model.model for model in self.models]),
        ):
            _require(len(set(names)) == len(names), f"two {kind}s of a report share a name: {names}")

    def to_json(self) -> dict[str, Any]:
        """The JSON form, schema version 1."""
        return {
            "schemaVersion": SCHEMA_VERSION,
            "pipeline": self.pipeline,
            "runId": self.run_id,
            "step": self.step,
            "attempt": self.attempt,
            "variant": self.variant,
            "rows": self.rows.to_json(),
            "checks": [check.to_json() for check in self.checks],
            "models": [model.to_json() for model in self.models],
            "outputs": dict(self.outputs),
            "durations": {name: round(seconds, 3) for name, seconds in self.durations.items()},
            "profile": [column.to_json() for column in self.profile],
        }

    def to_text(self) -> str:
        """The report as JSON text."""
        return json.dumps(self.to_json(), indent=2, allow_nan=False) + "\n"


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _check_metrics(owner: str, metrics: Mapping[str, float]) -> None:
    _require(bool(metrics), f"{owner} has no metrics")
    for name, value in metrics.items():
        _require(math.isfinite(value), f"{owner}: metric {name!r} is {value}, which is not a figure")


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)
