"""The run parameters of the variant ``forecast``, as typed values."""

from dataclasses import dataclass

from relay_job import JobArgumentError, JobArguments

from demand_forecast.forecasting.candidates import PARAMETERS, candidates_of
from demand_forecast.forecasting.models.base import Candidate
from demand_forecast.forecasting.panel import GAPS


@dataclass(frozen=True)
class Settings:
    """How to test and train; see ``parameters`` in pipeline.yml for what each means."""

    horizon: int
    origins: int
    repeats: int
    gaps: str
    candidates: tuple[Candidate, ...]
    members: tuple[str, ...]
    tuning_trials: int
    tuning_minutes: int
    single_node_rows: int


def settings_of(arguments: JobArguments) -> Settings:
    """Read the settings. Raises JobArgumentError naming the parameter that is wrong."""
    texts = {model: arguments.text(parameter) for model, parameter in PARAMETERS.items()}
    return Settings(
        horizon=arguments.count("horizon", 1),
        origins=arguments.count("origins", 1),
        repeats=arguments.count("repeats", 1),
        gaps=gaps_of(arguments),
        candidates=tuple(candidates_of(arguments.text("models").split(), texts)),
        members=tuple(arguments.text("ensemble").split()),
        tuning_trials=arguments.count("tuning_trials"),
        tuning_minutes=arguments.count("tuning_minutes"),
        single_node_rows=arguments.count("single_node_rows", 1),
    )


def gaps_of(arguments: JobArguments) -> str:
    """What a day without a row means."""
    gaps = arguments.text("gaps")
    if gaps not in GAPS:
        raise JobArgumentError(f"--gaps is {gaps!r}, but must be one of {', '.join(GAPS)}")
    return gaps
