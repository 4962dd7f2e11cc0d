"""The models that a run tries, made of the run's parameters."""

from collections.abc import Callable, Mapping, Sequence

from relay_job import JobArgumentError
from relay_job.report import Scalar

from demand_forecast.forecasting.models import naive, poisson, regressors
from demand_forecast.forecasting.models.base import Candidate, Fitted, Task
from demand_forecast.forecasting.panel import Panel

_FITS: dict[str, Callable[[Panel, Task, Mapping[str, Scalar]], Fitted]] = {
    naive.NAME: naive.fit,
    regressors.LINEAR: regressors.fit_with(regressors.linear),
    regressors.FOREST: regressors.fit_with(regressors.forest),
    regressors.BOOSTING: regressors.fit_with(regressors.boosting),
    regressors.HISTOGRAM: regressors.fit_with(regressors.histogram),
    poisson.NAME: poisson.fit,
}
#: Models with hyperparameters, and the run parameter that holds them.
PARAMETERS = {
    regressors.LINEAR: "linear_regression",
    regressors.FOREST: "random_forest",
    regressors.BOOSTING: "gradient_boosting",
    regressors.HISTOGRAM: "histogram_boosting",
    poisson.NAME: "poisson_glm",
}


def candidates_of(names: Sequence[str], texts: Mapping[str, str]) -> list[Candidate]:
    """The models of these names, the baseline always among them and first.

    ``texts`` has each model's hyperparameters by name, as ``name=value`` pairs with spaces between. Raises
    JobArgumentError for an unknown model or a pair that is none.
    """
    if unknown := [name for name in names if name not in _FITS]:
        raise JobArgumentError(f"unknown model(s) {', '.join(unknown)}; models are: {', '.join(_FITS)}")
    wanted = dict.fromkeys([naive.NAME, *names])
    return [Candidate(name, _FITS[name], pairs(texts.get(name, ""))) for name in wanted]


def pairs(text: str) -> dict[str, Scalar]:
    """``a=1 b=x`` as a mapping; numbers, true, false and none are read as such."""
    read: dict[str, Scalar] = {}
    for word in text.split():
        name, equals, value = word.partition("=")
        if not (name and equals and value):
            raise JobArgumentError(f"{word!r} in {text!r} is no name=value; write for example rows=1000")
        read[name] = _scalar(value)
    return read


def _scalar(text: str) -> Scalar:
    named: dict[str, Scalar] = {"true": True, "false": False, "none": None}
    if text.lower() in named:
        return named[text.lower()]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
