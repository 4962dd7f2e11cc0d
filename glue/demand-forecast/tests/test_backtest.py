"""The backtest: where origins are, what is known at them, and how errors are summed up."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from demand_forecast.forecasting import leak_check
from demand_forecast.forecasting.backtest import backtest_rows, champion, plan_origins, run_backtest
from demand_forecast.forecasting.candidates import PARAMETERS, candidates_of, pairs
from demand_forecast.forecasting.intervals import ErrorHistory, quantile
from demand_forecast.forecasting.metrics import error_sums, metrics_by
from demand_forecast.forecasting.models import naive
from demand_forecast.forecasting.models.base import Task
from demand_forecast.forecasting.noise_floor import judge
from demand_forecast.forecasting.panel import Panel, Span, panel_of
from demand_forecast.parameters import HYPERPARAMETERS
from forecast_support import parameters
from relay_job import JobArgumentError, JobDataError
from sales_generator import Shape
from series import SMALL, generated

SHAPE = Shape(stores=2, items=3, start=date(2015, 1, 1), end=date(2017, 12, 31), seed=3)


@pytest.fixture(scope="module")
def panel() -> Panel:
    return generated(SHAPE)[0]


@pytest.mark.parametrize(
    ("length", "origins", "horizon", "expected", "days"),
    [
        (1826, 3, 90, (1556, 1646, 1736), 90),
        (400, 3, 90, (130, 220, 310), 90),
        (250, 3, 90, (160,), 90),
        (120, 3, 90, (80,), 40),
        (14, 3, 90, (10,), 4),
    ],
)
def test_origins_lie_a_horizon_apart_and_a_short_history_has_fewer(
    length: int, origins: int, horizon: int, expected: tuple[int, ...], days: int
) -> None:
    plan = plan_origins(length, origins, horizon)
    assert (plan.origins, plan.horizon) == (expected, days)
    assert plan.origins[-1] + plan.horizon == length
    assert bool(plan.note) == ((len(expected), days) != (origins, horizon))


def test_a_history_of_a_few_days_is_refused() -> None:
    with pytest.raises(JobDataError, match="send at least 14"):
        plan_origins(13, 3, 90)


@pytest.mark.parametrize("name", [naive.NAME, *SMALL])
def test_no_forecast_moves_with_sales_after_its_origin(panel: Panel, name: str) -> None:
    candidate = candidates_of([name], SMALL)[-1]
    plan = plan_origins(panel.length, 1, 30)
    origin, task = plan.origins[0], Task(30)
    shifted = panel.sales.copy()
    shifted[:, origin:] += 1_000
    before, after = (
        run_backtest(each, [candidate], [], plan, task).means[name]
        for each in (panel, replace(panel, sales=shifted))
    )
    assert origin < panel.length
    np.testing.assert_array_equal(before, after)


def test_no_feature_moves_with_sales_after_the_origin(panel: Panel) -> None:
    assert leak_check.leaking(panel, (800, 900), 90) == []


def test_a_feature_that_sees_the_future_is_named(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Panel, "until", lambda self, length: self)
    assert "month_to_year" in leak_check.leaking(panel, (800,), 90)


def test_metrics_by_hand() -> None:
    actual, mean = (
        np.array([[2.0, 4.0, np.nan], [0.0, 8.0, 1.0]]),
        np.array([[3.0, 4.0, 9.0], [0.0, 6.0, 1.0]]),
    )
    sums = error_sums(actual, mean, (mean - 1, mean + 1))
    metrics = metrics_by(pd.DataFrame({"model": "m", **sums}), ["model"]).loc["m"]
    assert metrics["rows"] == 5
    assert metrics["rmse"] == pytest.approx(1.0)
    assert metrics["mae"] == pytest.approx(0.6)
    assert metrics["bias"] == pytest.approx(-0.2)
    assert metrics["smape"] == pytest.approx(100 * (2 / 5 + 4 / 14) / 5)
    assert metrics["r2"] == pytest.approx(1 - 5 / 40)
    assert metrics["noise_floor"] == pytest.approx(np.sqrt(14 / 5))
    assert metrics["coverage_80"] == pytest.approx(4 / 5)


def test_metrics_of_parts_add_up_to_those_of_the_whole(panel: Panel) -> None:
    scores = run_backtest(
        panel, candidates_of([], {}), [], plan_origins(panel.length, 3, 60), Task(60)
    ).scores
    parts, whole = metrics_by(scores, ["model", "store"]), metrics_by(scores, ["model"])
    assert parts["rows"].sum() == whole["rows"].sum() == 6 * 3 * 60
    squared = (parts["rmse"] ** 2 * parts["rows"]).sum()
    assert np.sqrt(squared / whole["rows"].sum()) == pytest.approx(whole["rmse"].iloc[0])


def test_the_ensemble_is_the_mean_of_its_members_and_the_best_model_is_chosen(panel: Panel) -> None:
    members = ["linear-regression", "poisson-glm"]
    plan = plan_origins(panel.length, 2, 60)
    tested = run_backtest(panel, candidates_of(members, SMALL), members, plan, Task(60))
    np.testing.assert_allclose(tested.means["ensemble"], sum(tested.means[name] for name in members) / 2)
    errors = metrics_by(tested.scores, ["model"])["rmse"]
    assert champion(tested.scores) == errors.idxmin() != naive.NAME


def test_quantiles_come_from_errors_at_earlier_origins_only(panel: Panel) -> None:
    plan = plan_origins(panel.length, 2, 60)
    tested = run_backtest(panel, candidates_of(["poisson-glm"], SMALL), [], plan, Task(60))
    rows = backtest_rows(panel, tested.means["poisson-glm"], plan)
    first, second = (part for _, part in rows.groupby("origin"))
    assert first["p10"].isna().all()
    assert (second["p10"] <= second["p50"]).all()
    assert (second["p50"] <= second["p90"]).all()
    by_origin = metrics_by(tested.scores[tested.scores["model"] == "poisson-glm"], ["origin"])
    inside = ((second["p10"] <= second["actual"]) & (second["actual"] <= second["p90"])).mean()
    assert by_origin["coverage_80"].isna().tolist() == [True, False]
    assert by_origin["coverage_80"].iloc[1] == pytest.approx(inside)
    assert 0.74 < inside < 0.92


@pytest.mark.parametrize(("dispersion", "counts"), [(1.0, True), (3.0, True), (0.2, False), (5.0, False)])
def test_quantiles_cover_what_they_say(dispersion: float, counts: bool) -> None:
    random = np.random.default_rng(1)
    mean, wide = np.full((1, 4_000), 40.0), np.array([dispersion])
    if not counts:
        drawn = random.gamma(40 / dispersion, dispersion, mean.shape)
    elif dispersion > 1:
        drawn = random.negative_binomial(40 / (dispersion - 1), 1 / dispersion, mean.shape)
    else:
        drawn = random.poisson(mean)
    low, high = (quantile(share, mean, wide, counts) for share in (0.1, 0.9))
    assert 0.77 < ((low <= drawn) & (drawn <= high)).mean() < 0.87


def test_dispersion_of_a_series_without_errors_is_that_of_all() -> None:
    history = replace(ErrorHistory.none(2), days=np.array([1_000.0, 0.0]), pearson=np.array([2_000.0, 0.0]))
    assert history.dispersion() == pytest.approx([2.0, 2.0])


@pytest.mark.parametrize("counts", [True, False])
def test_intervals_hold_what_they_say_also_where_demand_comes_in_bursts(counts: bool) -> None:
    """A tenth of the days sell twice as much: the variance alone makes intervals that hold 90%."""
    random = np.random.default_rng(2)
    mean = np.full((40, 200), 60.0)
    real = np.where(random.random((2, *mean.shape)) < 0.1, 2.0, 0.9) * 60
    first, second = random.poisson(real) if counts else random.gamma(real, 1.0)
    history = ErrorHistory.none(len(mean)).and_of(first.astype(np.float64), mean, counts)
    made = history.quantiles(mean, counts)
    below, above = (second < made["p10"]).mean(), (second > made["p90"]).mean()
    assert 0.07 < below < 0.12
    assert 0.07 < above < 0.12
    assert (second <= made["p50"]).mean() == pytest.approx(0.5, abs=0.04)
    plain = [quantile(share, mean, history.dispersion(), counts) for share in (0.1, 0.9)]
    assert ((plain[0] <= second) & (second <= plain[1])).mean() > 0.87


def test_quantiles_of_series_that_were_not_tested_are_those_of_all_together() -> None:
    random = np.random.default_rng(3)
    mean = np.full((3, 300), 20.0)
    history = ErrorHistory.none(3).and_of(random.poisson(mean).astype(np.float64), mean, counts=True)
    known, new = (history.quantiles(mean[:1], counts=True, rows=np.array([row])) for row in (0, -1))
    assert new["p10"] == pytest.approx(known["p10"], abs=1)
    assert (new["p10"] < new["p50"]).all()
    assert (new["p50"] < new["p90"]).all()


@pytest.mark.parametrize(
    ("rmse", "passed", "says"),
    [(7.7, True, "1.004"), (12.0, False, "misses something"), (7.0, False, "leak is suspected")],
)
def test_an_error_off_the_noise_floor_is_flagged(rmse: float, passed: bool, says: str) -> None:
    verdict = judge(rmse, 7.67, 100_000)
    assert verdict.passed == passed
    assert says in verdict.detail


def test_few_days_may_be_below_the_floor_by_chance() -> None:
    assert judge(7.0, 7.67, 30).passed


def test_a_gap_is_unknown_or_nothing_sold() -> None:
    table = pd.DataFrame(
        {"day": [10, 12, 11], "store": [1, 1, 2], "item": [1, 1, 1], "sales": [5.0, -2.0, 7.0]}
    )
    np.testing.assert_array_equal(panel_of(table, Span(10, 12)).sales, [[5, np.nan, 0], [np.nan, 7, np.nan]])
    np.testing.assert_array_equal(
        panel_of(table, Span(10, 12), "zero").sales, [[5, 0, 0], [np.nan, 7, np.nan]]
    )


def test_hyperparameters_are_read_and_wrong_ones_named() -> None:
    assert pairs("rows=10 rate=0.1 way=best deep=none") == {
        "rows": 10,
        "rate": 0.1,
        "way": "best",
        "deep": None,
    }
    with pytest.raises(JobArgumentError, match=r"'rows' in 'rows' is no name=value"):
        pairs("rows")
    with pytest.raises(JobArgumentError, match="unknown model"):
        candidates_of(["oracle"], {})


def test_hyperparameters_that_a_model_does_not_have_are_refused(panel: Panel) -> None:
    [_, forest] = candidates_of(["random-forest"], {"random-forest": "rows=100 n_treez=5"})
    with pytest.raises(JobArgumentError, match="n_treez"):
        forest.fit(panel, Task(30), forest.hyperparameters)


def test_the_pipelines_models_are_all_known() -> None:
    texts = parameters()
    names = {*texts["models"].split(), *texts["ensemble"].split()}
    assert names == {candidate.name for candidate in candidates_of(sorted(names), {})} - {naive.NAME}
    assert set(HYPERPARAMETERS) == set(PARAMETERS.values())


def test_the_classic_variant_loads_none_of_the_others_libraries() -> None:
    look = "import sys, demand_forecast.steps.train_classic; print({'sklearn', 'scipy.stats'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", look], env={"PYTHONPATH": os.pathsep.join(sys.path)},
                           capture_output=True, text=True, check=True)  # fmt: skip
    assert found.stdout.strip() == "set()"
