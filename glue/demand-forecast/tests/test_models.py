"""The models: near the noise floor where it is known, and sound on series of every kind."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from demand_forecast.forecasting.artefact import Artefact, checksum, from_files, to_files
from demand_forecast.forecasting.backtest import plan_origins
from demand_forecast.forecasting.candidates import candidates_of
from demand_forecast.forecasting.intervals import ErrorHistory
from demand_forecast.forecasting.models import naive, poisson
from demand_forecast.forecasting.models.base import Candidate, Task
from demand_forecast.forecasting.panel import Floats, Panel
from demand_forecast.forecasting.stability import stability_of
from demand_forecast.forecasting.tuning import Budget, tuned
from modes import MODES
from relay_job import JobDataError
from relay_job.report import Scalar
from sales_generator import Shape
from series import SMALL, generated

HORIZON = 90
DAMPING = {"damping": 0.998}
YEARS = Shape(stores=5, items=12, start=date(2014, 1, 1), end=date(2017, 12, 31), seed=11)


def rmse(forecast: Floats, actual: Floats) -> float:
    return float(np.sqrt(np.nanmean((forecast - actual) ** 2)))


def count_model(history: Panel, horizon: int = HORIZON) -> Floats:
    return poisson.fit(history, Task(horizon), DAMPING).forecast(history, horizon)


def naive_model(history: Panel, horizon: int = HORIZON) -> Floats:
    return naive.SeasonalNaive().forecast(history, horizon)


@pytest.mark.parametrize("back", [1, 2, 3, 4])
def test_the_count_model_is_within_a_percent_of_a_perfect_forecast(back: int) -> None:
    panel, truth = generated(YEARS)
    origin = panel.length - back * HORIZON
    days = slice(origin, origin + HORIZON)
    error = rmse(count_model(panel.until(origin)), panel.sales[:, days])
    assert error < 1.01 * rmse(truth[:, days], panel.sales[:, days])


@pytest.mark.parametrize("mode", [None, *MODES])
def test_the_count_model_beats_seasonal_naive_by_a_fifth_in_every_mode(mode: str | None) -> None:
    panel, _ = generated(YEARS, [mode] if mode else [])
    origin = panel.length - HORIZON
    history, actual = panel.until(origin), panel.sales[:, origin:]
    assert rmse(count_model(history), actual) < 0.8 * rmse(naive_model(history), actual)


def test_growth_goes_on_over_the_turn_of_the_year() -> None:
    panel, truth = generated(YEARS)
    origin = panel.length - 365
    made = count_model(panel.until(origin)).mean()
    assert made == pytest.approx(truth[:, origin : origin + HORIZON].mean(), rel=0.015)


def test_a_series_that_moved_is_forecast_at_its_new_level() -> None:
    panel, _ = generated(replace(YEARS, stores=3, items=4))
    sales = panel.sales.copy()
    sales[0, -200:] *= 3
    moved = count_model(replace(panel, sales=sales))
    usual = count_model(panel)
    assert moved[0].mean() == pytest.approx(3 * usual[0].mean(), rel=0.1)
    assert moved[1:].mean() == pytest.approx(usual[1:].mean(), rel=0.02)


def test_closed_days_are_forecast_as_closed() -> None:
    panel, truth = generated(YEARS, ["closed-days"])
    origin = panel.length - HORIZON
    made, closed = count_model(panel.until(origin)), truth[:, origin:] == 0
    assert closed.any()
    assert made[closed].mean() < 0.02 * made[~closed].mean()


def one_series(sales: list[float]) -> Panel:
    return Panel(np.array([[1, 1]]), 17_000, np.array([sales]))


ODD = {
    "one series of two weeks": one_series([3.0, 4.0, 5.0, 3.0, 4.0, 9.0, 8.0] * 2),
    "nothing sold": one_series([0.0] * 60),
    "always the same": one_series([7.0] * 800),
    "fractions": one_series([0.5 + day % 7 for day in range(500)]),
    "mostly unknown": one_series([5.0 if day % 10 == 0 else float("nan") for day in range(500)]),
}


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("name", [naive.NAME, *SMALL])
def test_every_model_makes_a_forecast_of_odd_series(kind: str, name: str) -> None:
    history = ODD[kind]
    candidate = candidates_of([name], SMALL)[-1]
    made = candidate.fit(history, Task(10), candidate.hyperparameters).forecast(history, 10)
    assert made.shape == (1, 10)
    assert (np.isfinite(made) & (made >= 0)).all()
    assert made.max() <= 4 * max(np.nanmax(history.sales), 0.1)


def test_a_new_item_is_expected_to_sell_as_its_store_and_item_do_elsewhere() -> None:
    panel, _ = generated(replace(YEARS, stores=4, items=6))
    sales = panel.sales.copy()
    sales[0, :-3] = np.nan
    made = count_model(replace(panel, sales=sales))
    assert made[0].mean() == pytest.approx(count_model(panel)[0].mean(), rel=0.25)


def test_naive_takes_the_same_weekday_a_year_ago_and_falls_back_to_recent_weeks() -> None:
    sales = [float(day) for day in range(400)]
    assert naive_model(one_series(sales), 3).tolist() == [[36.0, 37.0, 38.0]]
    sales[36] = float("nan")
    assert naive_model(one_series(sales), 1)[0, 0] == np.mean([400 - 7 * week for week in range(1, 9)])
    assert naive_model(one_series(sales[:20]), 400).shape == (1, 400)


@pytest.mark.parametrize("name", [naive.NAME, *SMALL])
def test_a_saved_model_makes_the_same_forecast(name: str) -> None:
    panel, _ = generated(replace(YEARS, stores=2, items=3))
    candidate = candidates_of([name], SMALL)[-1]
    fitted = candidate.fit(panel, Task(HORIZON), candidate.hyperparameters)
    tested = np.random.default_rng(1).poisson(20.0, (6, 90)).astype(np.float64)
    errors = ErrorHistory.none(6).and_of(tested, np.full((6, 90), 20.0), counts=True)
    artefact = Artefact(
        name, {name: fitted}, panel.keys, errors, True, {"data": {"checksum": checksum(panel)}}
    )
    loaded = from_files(to_files(artefact), threads=1)
    assert loaded.about["data"]["checksum"] == checksum(panel)
    before, after = artefact.forecast(panel, HORIZON), loaded.forecast(panel, HORIZON)
    for column in ("mean", "p10", "p50", "p90"):
        np.testing.assert_array_equal(before[column], after[column])


def test_a_model_whose_file_was_changed_is_refused() -> None:
    panel, _ = generated(replace(YEARS, stores=2, items=2))
    artefact = Artefact(poisson.NAME, {poisson.NAME: poisson.fit(panel, Task(30), DAMPING)}, panel.keys,
                        ErrorHistory.none(4), True)  # fmt: skip
    files = to_files(artefact)
    with pytest.raises(JobDataError, match=r"poisson-glm\.npz is missing or not the one that was saved"):
        from_files({**files, "poisson-glm.npz": files["errors.npz"]}, threads=1)


def test_equal_data_has_equal_checksums_and_other_data_has_not() -> None:
    panel, _ = generated(replace(YEARS, stores=1, items=1))
    changed = panel.sales.copy()
    changed[0, 5] += 1
    assert checksum(panel) == checksum(replace(panel, sales=panel.sales.copy()))
    assert checksum(panel) != checksum(replace(panel, sales=changed))


def test_repeats_differ_where_chance_is_in_the_model_only() -> None:
    panel, _ = generated(replace(YEARS, stores=2, items=3))
    chosen = candidates_of(["random-forest", "poisson-glm"], SMALL)
    found = stability_of(chosen, panel, plan_origins(panel.length, 3, 60), Task(60), repeats=3)
    assert found["poisson-glm"].deviation == 0
    forest = found["random-forest"].metrics()
    errors = [forest[f"rmse_repeat_{number}"] for number in (1, 2, 3)]
    assert len(set(errors)) == 3
    assert forest["rmse_mean"] == pytest.approx(np.mean(errors))
    assert forest["rmse_cv"] == pytest.approx(np.std(errors, ddof=1) / np.mean(errors))


def test_tuning_takes_better_hyperparameters_and_leaves_what_has_none() -> None:
    panel, _ = generated(replace(YEARS, stores=2, items=3))
    poor = candidates_of(["histogram-boosting"], {"histogram-boosting": "rows=2000 max_iter=1"})
    plan = plan_origins(panel.length, 3, 60)
    better = tuned(poor, panel, plan, Task(60), Budget(2, 0, lambda: 0.0))
    assert better[0] == poor[0]
    assert better[1].hyperparameters["max_iter"] > 1
    assert tuned(poor, panel, plan, Task(60), Budget(0, 0, lambda: 0.0)) == poor


def test_tuning_begins_no_trial_after_its_time() -> None:
    panel, _ = generated(replace(YEARS, stores=2, items=3))
    fitted: list[Mapping[str, Scalar]] = []

    def fit(history: Panel, task: Task, hyperparameters: Mapping[str, Scalar]) -> naive.SeasonalNaive:
        fitted.append(hyperparameters)
        return naive.SeasonalNaive()

    slow = [Candidate(name, fit) for name in ("histogram-boosting", "random-forest")]
    minutes = iter(range(100))
    plan = plan_origins(panel.length, 3, 60)
    budget = Budget(50, 5, clock=lambda: next(minutes) * 60.0)
    assert [one.name for one in tuned(slow, panel, plan, Task(60), budget)] == [one.name for one in slow]
    assert len(fitted) == 4  # of 102; the clock is read once before the first and once before each
    assert fitted[:2] == [{}, {}]
