"""The arguments that the orchestrator passes to every job, as typed values."""

import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from relay_job.errors import JobArgumentError

#: ``getResolvedOptions`` of awsglue: (argv, names) -> values.
Resolver = Callable[[list[str], list[str]], Mapping[str, str | None]]

CONTRACT = ("JOB_NAME", "relay_run_id", "relay_step", "relay_attempt", "pipeline", "input", "output_root")
#: Given only to steps that come after another one's failure: JSON, as :class:`FailedStep`.
FAILED_STEPS = "relay_failed_steps"
VARIANT = "variant"
_BOOLEANS = {"true": True, "false": False}


@dataclass(frozen=True)
class FailedStep:
    """A step before this one that failed, its last attempt, and the error that this ended with."""

    step: str
    attempt: int
    error: str


@dataclass(frozen=True)
class JobArguments:
    """One job run's arguments; ``parameters`` holds the run parameters of the pipeline, as given."""

    job_name: str
    run_id: str
    step: str
    attempt: int
    pipeline: str
    input: str
    output_root: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    failed_steps: Sequence[FailedStep] = ()

    def flag(self, name: str) -> bool:
        """A run parameter that is ``true`` or ``false``.

        Raises JobArgumentError when it is anything else, or not among the job's parameters.
        """
        value = self.text(name)
        if value.lower() not in _BOOLEANS:
            raise JobArgumentError(
                f"--{name} is {value!r}, but must be true or false; correct it in the run's parameters"
            )
        return _BOOLEANS[value.lower()]

    def count(self, name: str, least: int = 0) -> int:
        """A run parameter that is a whole number from ``least``.

        Raises JobArgumentError when it is anything else, or not among the job's parameters.
        """
        value = self.text(name)
        if not value.isdecimal() or int(value) < least:
            raise JobArgumentError(
                f"--{name} is {value!r}, but must be a whole number from {least}; correct it in the run's "
                "parameters"
            )
        return int(value)

    def share(self, name: str) -> float:
        """A run parameter that is a number from 0 to 1. Raises JobArgumentError when it is anything else."""
        value = self.text(name)
        try:
            share = float(value)
        except ValueError:
            share = math.nan
        if not 0 <= share <= 1:
            raise JobArgumentError(
                f"--{name} is {value!r}, but must be a number from 0 to 1; correct it in the run's parameters"
            )
        return share

    def text(self, name: str) -> str:
        """A run parameter as it was given. Raises JobArgumentError when the job did not ask for it."""
        try:
            return self.parameters[name]
        except KeyError:
            known = ", ".join(sorted(self.parameters)) or "none"
            raise JobArgumentError(
                f"run parameter {name!r} was not read by this job (it reads: {known})"
            ) from None

    def variant(self, known: Sequence[str]) -> str:
        """The variant of the job to run. Raises JobArgumentError when it is not one of ``known``."""
        value = self.text(VARIANT)
        if value not in known:
            raise JobArgumentError(
                f"--{VARIANT} is {value!r}, but step {self.step!r} knows only: {', '.join(known)}"
            )
        return value


def parse_arguments(argv: Sequence[str], parameters: Sequence[str], resolve: Resolver) -> JobArguments:
    """Read the contract's arguments and the named run parameters through ``getResolvedOptions``.

    Arguments that are not named are ignored: a pipeline may declare more parameters than one step reads.
    Raises JobArgumentError when an argument is missing (naming all that are), empty or not a number where it
    must be.
    """
    optional = [FAILED_STEPS] if _is_given(argv, FAILED_STEPS) else []
    names = [*CONTRACT, *parameters, *optional]
    missing = [name for name in names if not _is_given(argv, name)]
    if missing:
        wanted = ", ".join(f"--{name}" for name in missing)
        raise JobArgumentError(
            f"missing job argument(s) {wanted}; the orchestrator passes them, by hand give all of them"
        )
    resolved = resolve(list(argv), names)
    given = {name: resolved[name] or "" for name in names}
    empty = [name for name in names if not given[name].strip()]
    if empty:
        raise JobArgumentError(f"empty job argument(s): {', '.join(f'--{name}' for name in empty)}")
    return JobArguments(
        job_name=given["JOB_NAME"],
        run_id=given["relay_run_id"],
        step=given["relay_step"],
        attempt=_attempt(given["relay_attempt"]),
        pipeline=given["pipeline"],
        input=given["input"],
        output_root=given["output_root"].rstrip("/"),
        parameters={name: given[name] for name in parameters},
        failed_steps=_failed_steps(given.get(FAILED_STEPS, "[]")),
    )


def command_line() -> list[str]:
    """The arguments of this process."""
    return sys.argv


def _is_given(argv: Sequence[str], name: str) -> bool:
    return any(word == f"--{name}" or word.startswith(f"--{name}=") for word in argv)


def _failed_steps(value: str) -> list[FailedStep]:
    try:
        return [FailedStep(**one) for one in json.loads(value)]
    except (ValueError, TypeError) as error:
        raise JobArgumentError(
            f"--{FAILED_STEPS} is {value!r}, but must be a JSON list of step, attempt and error"
        ) from error


def _attempt(value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise JobArgumentError(f"--relay_attempt is {value!r}, but must be a number from 1")
    return int(value)
