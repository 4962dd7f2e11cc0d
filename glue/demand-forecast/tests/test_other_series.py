"""Series that are not like the generator's default: each gets a forecast, or an error that says what to do."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest
from demand_forecast.forecasting.artefact import Artefact
from demand_forecast.forecasting.backtest import Backtest, Plan, plan_origins, run_backtest
from demand_forecast.forecasting.candidates import candidates_of
from demand_forecast.forecasting.leak_check import leaking
from demand_forecast.forecasting.metrics import metrics_by
from demand_forecast.forecasting.models import naive
from demand_forecast.forecasting.models.base import Task
from demand_forecast.forecasting.panel import Panel
from relay_job import JobDataError
from sales_generator import Shape
from series import SMALL, generated

MEMBERS = ("poisson-glm", "histogram-boosting")
HORIZON = 90


def sold(stores: int = 2, items: int = 3, first: date = date(2015, 1, 1)) -> Panel:
    return generated(Shape(stores=stores, items=items, start=first, end=date(2017, 12, 31), seed=5))[0]


def one_series() -> Panel:
    return sold(1, 1)


def hundred_days() -> Panel:
    return sold(first=date(2017, 9, 23))


def fourteen_days_of_many_items() -> Panel:
    return sold(3, 60, first=date(2017, 12, 18))


def weekly() -> Panel:
    panel = sold()
    panel.sales[:, np.arange(panel.length) % 7 != 0] = np.nan
    return panel


def new_item() -> Panel:
    panel = sold()
    panel.sales[-1, :-25] = np.nan
    return panel


def ended_item() -> Panel:
    panel = sold()
    panel.sales[0, 400:] = np.nan
    return panel


def closed_store() -> Panel:
    panel = sold()
    panel.sales[panel.keys[:, 0] == 1] = 0.0
    return panel


def nothing_sold() -> Panel:
    panel = sold()
    panel.sales[:] = 0.0
    return panel


def the_same_every_day() -> Panel:
    panel = sold()
    panel.sales[:] = 12.0
    return panel


def decimals() -> Panel:
    panel = sold()
    panel.sales[:] = panel.sales * 0.013 + 0.001
    return panel


def millions() -> Panel:
    panel = sold()
    panel.sales[:] = panel.sales * 1e6
    return panel


KINDS = [one_series, hundred_days, fourteen_days_of_many_items, weekly, new_item, ended_item, closed_store,
         nothing_sold, the_same_every_day, decimals, millions]  # fmt: skip


@dataclass(frozen=True)
class Run:
    """A kind of series with its backtest."""

    panel: Panel
    plan: Plan
    backtest: Backtest


@pytest.fixture(scope="module", params=KINDS, ids=lambda make: make.__name__)
def tested(request: pytest.FixtureRequest) -> Run:
    panel = request.param()
    plan = plan_origins(panel.length, 3, HORIZON)
    candidates = candidates_of(list(SMALL), SMALL)
    return Run(panel, plan, run_backtest(panel, candidates, MEMBERS, plan, Task(plan.horizon)))


def test_every_model_is_tested_and_the_scores_are_figures(tested: Run) -> None:
    metrics = metrics_by(tested.backtest.scores, ["model"]).drop(columns="coverage_80")
    assert set(metrics.index) == {naive.NAME, "ensemble", *SMALL}
    assert np.isfinite(metrics.to_numpy()).all()
    assert leaking(tested.panel, tested.plan.origins, tested.plan.horizon) == []


def test_every_model_forecasts_each_series_with_ordered_quantiles(tested: Run) -> None:
    panel, task = tested.panel, Task(HORIZON)
    largest = 20 * max(float(np.nanmax(panel.sales)), 1.0)
    for candidate in candidates_of(list(SMALL), SMALL):
        fitted = {candidate.name: candidate.fit(panel, task, candidate.hyperparameters)}
        errors = tested.backtest.errors[candidate.name]
        made = Artefact(candidate.name, fitted, panel.keys, errors, panel.are_counts).forecast(panel, HORIZON)
        p10, mean, p50, p90 = (made[name] for name in ("p10", "mean", "p50", "p90"))
        assert mean.shape == (len(panel.keys), HORIZON)
        for values in (p10, mean, p50, p90):
            assert np.isfinite(values).all(), candidate.name
            assert (values >= 0).all(), candidate.name
            assert (values <= largest).all(), candidate.name
        assert (p10 <= p50).all()
        assert (p50 <= p90).all()


def test_a_series_of_a_few_days_is_refused_with_what_to_do() -> None:
    with pytest.raises(JobDataError, match="send at least 14"):
        plan_origins(sold(first=date(2017, 12, 20)).length, 3, HORIZON)


def test_levels_are_near_what_was_sold_last() -> None:
    """New, weekly and short series: the count model's forecast is of the size of the last weeks."""
    for make in (one_series, hundred_days, weekly, new_item, closed_store, decimals, millions):
        panel = make()
        fitted = candidates_of(["poisson-glm"], SMALL)[-1]
        mean = fitted.fit(panel, Task(28), fitted.hyperparameters).forecast(panel, 28).mean(axis=1)
        last = np.nanmean(panel.sales[:, -28:], axis=1)
        np.testing.assert_allclose(mean, last, rtol=0.45, atol=0.5, err_msg=make.__name__)
