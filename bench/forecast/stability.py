"""Train the models of a variant several times with different seeds, and print how much their RMSE varies.

    npm run bench:stability -- [--variant classic] [--repeats 5] [--input FILE]

For ``classic`` this is the table of the jobs that the pipeline replaces: linear regression and random forest,
each on a random split of its own.
"""

import argparse
import tempfile
from pathlib import Path

import commands
from chain import run_chain


def main() -> None:
    """Clean, make features, train, print."""
    parser = argparse.ArgumentParser(description="How much the models' RMSE varies with the seed.")
    parser.add_argument("--variant", choices=["classic", "forecast"], default="classic")
    parser.add_argument("--repeats", type=int, default=5, help="trainings (default: %(default)s)")
    parser.add_argument("--input", type=Path, help="CSV to use (default: generated, 913,000 rows)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="relay-stability-") as folder:
        work = Path(folder)
        source = options.input.resolve() if options.input else commands.generated(work)
        changes = {"variant": options.variant, "repeats": str(options.repeats)}
        models = run_chain(("clean", "features", "train"), source, work, changes).reports["train"]["models"]
    each = [f"rmse_repeat_{number}" for number in range(1, options.repeats + 1)]
    print(f"\n{'model':<22}" + "".join(f"{f'run {n}':>10}" for n in range(1, options.repeats + 1))
          + f"{'mean':>10}{'sd':>10}{'cv':>9}")  # fmt: skip
    for model in models:
        metrics = model["metrics"]
        if "rmse_mean" in metrics:
            figures = [*(metrics[name] for name in each), metrics["rmse_mean"], metrics["rmse_sd"]]
            cells = "".join(f"{figure:>10.4f}" for figure in figures)
            print(f"{model['model']:<22}{cells}{100 * metrics['rmse_cv']:>8.3f}%")


if __name__ == "__main__":
    main()
