"""Print how near the models come to a perfect forecast, in every mode of the generator, and what a run takes.

    npm run bench:forecast -- [--modes plain,promotions] [--no-chain]

Exits 1 where the chosen model is not within 1% of the noise floor on the plain data (against the errors of
the true means on the same days), or not 20% below seasonal naive in any mode.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import commands
import numpy as np
import pandas as pd
from chain import run_chain
from demand_forecast.forecasting.backtest import champion, plan_origins, run_backtest
from demand_forecast.forecasting.candidates import PARAMETERS, candidates_of
from demand_forecast.forecasting.metrics import metrics_by
from demand_forecast.forecasting.models import naive
from demand_forecast.forecasting.models.base import Task
from demand_forecast.forecasting.panel import Floats, Panel
from modes import MODES
from sales_generator import Shape
from scipy import stats
from series import generated

PLAIN = "plain"
JOBS = ("clean", "explore", "features", "train", "score")
WITHIN, BETTER = 1.01, 0.2
HORIZON, ORIGINS, CORES = 90, 3, 2


def main() -> int:
    """Backtest in each mode, then run the chain on the plain data; return the exit code."""
    parser = argparse.ArgumentParser(description="Accuracy by mode and origin; time and memory of a run.")
    parser.add_argument("--modes", default=",".join([PLAIN, *MODES]), help="default: %(default)s")
    parser.add_argument("--no-chain", action="store_true", help="leave out the whole run on 913,000 rows")
    options = parser.parse_args()
    held = [of_mode(mode) for mode in options.modes.split(",")]
    if not options.no_chain:
        of_chain()
    return 0 if all(held) else 1


def of_mode(mode: str) -> bool:
    """Print the table of a mode; whether it holds what is promised."""
    panel, truth = generated(Shape(), [] if mode == PLAIN else [mode])
    texts = commands.parameters()
    candidates = candidates_of(
        texts["models"].split(), {model: texts[name] for model, name in PARAMETERS.items()}
    )
    plan = plan_origins(panel.length, ORIGINS, HORIZON)
    tested = run_backtest(panel, candidates, texts["ensemble"].split(), plan, Task(HORIZON, threads=CORES))
    best = champion(tested.scores)
    table = metrics_by(tested.scores, ["origin", "model"]).reset_index()
    origins = table["origin"].unique()
    floors = dict(zip(origins, perfect(panel, truth, plan.origins), strict=True))
    widest = dict(zip(origins, perfect_coverage(panel, truth, plan.origins), strict=True))
    print(f"\n{mode}: chosen is {best}")
    print(f"{'origin':<12}{'model':<22}{'RMSE':>9}{'perfect':>9}{'ratio':>8}{'vs naive':>10}{'p10-p90':>9}"
          f"{'perfect':>9}")  # fmt: skip
    held = True
    for origin, rows in table.groupby("origin"):
        by_model = rows.set_index("model")
        for model, row in by_model.sort_values("rmse").iterrows():
            ratio = row["rmse"] / floors[origin]
            gain = 1 - row["rmse"] / by_model.loc[naive.NAME, "rmse"]
            inside = f"{100 * row['coverage_80']:.1f}%" if pd.notna(row["coverage_80"]) else "-"
            print(f"{origin:<12}{model:<22}{row['rmse']:>9.4f}{floors[origin]:>9.4f}{ratio:>8.4f}"
                  f"{100 * gain:>9.1f}%{inside:>9}{100 * widest[origin]:>8.1f}%")  # fmt: skip
            if model == best:
                held = held and gain >= BETTER and (mode != PLAIN or ratio <= WITHIN)
    return held


def perfect_coverage(panel: Panel, truth: Floats, origins: tuple[int, ...]) -> list[float]:
    """The share of days within p10 and p90 of the true distribution at each origin: above 80% only because
    counts are whole, so that less cannot be asked of a forecast.
    """
    shares = []
    for origin in origins:
        window = slice(origin, origin + HORIZON)
        mean = truth[:, window][np.isfinite(panel.sales[:, window])]
        low, high = stats.poisson.ppf(0.1, mean), stats.poisson.ppf(0.9, mean)
        shares.append(float((stats.poisson.cdf(high, mean) - stats.poisson.cdf(low - 1, mean)).mean()))
    return shares


def perfect(panel: Panel, truth: Floats, origins: tuple[int, ...]) -> list[float]:
    """The RMSE of the true means at each origin, on the very days that the models are tested on."""
    windows = [slice(origin, origin + HORIZON) for origin in origins]
    return [float(np.sqrt(np.nanmean((panel.sales[:, w] - truth[:, w]) ** 2))) for w in windows]


def of_chain() -> None:
    """Run the jobs on the plain data, each as a process of its own, and print time and memory."""
    print(f"\nthe chain on {Shape().rows} rows, each job a process of its own")
    with tempfile.TemporaryDirectory(prefix="relay-forecast-") as folder:
        work = Path(folder)
        chain = run_chain(JOBS, commands.generated(work), work, {})
    for name, seconds in sorted(chain.reports["train"]["durations"].items(), key=lambda pair: -pair[1]):
        print(f"    train: {name}: {seconds:.1f} s")
    total = sum(run.seconds for run in chain.measured.values())
    most = max(run.peak_mb for run in chain.measured.values())
    print(f"  all: {total:.1f} s, at most {most:.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
