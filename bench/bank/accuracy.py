"""Print how well each model of bank-deposit orders contacts by variant, beside what is possible.

    npm run bench:bank -- [--rows 11000] [--seed 7]

The possible area under ROC is that of the generator's own odds on the same held-out contacts. Exits 1 where
the chosen model is more than 0.03 below it.
"""

import argparse
import contextlib
import io
import logging
import runpy
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from bank_deposit import AFTER_CALL, BEFORE_CALL, VARIANTS
from bank_deposit.evaluation import METRIC
from bank_deposit.features import is_held_out
from bank_deposit.schema import CONTACTS_SCHEMA
from contact_generator import Contacts, area_under_roc, generate
from pyspark.sql import SparkSession
from step_runner import RUN_ID, run_script

ROOT = Path(__file__).resolve().parents[2]
PIPELINE = ROOT / "glue" / "bank-deposit"
WITHIN = 0.03
CORES = 2


def main() -> int:
    """Run the two jobs in each variant on the same contacts and print the table; return the exit code."""
    parser = argparse.ArgumentParser(description="Area under ROC by model and variant.")
    parser.add_argument("--rows", type=int, default=11_000, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=7, help="default: %(default)s")
    options = parser.parse_args()
    logging.disable(logging.INFO)  # what the jobs say is not the table
    contacts = generate(options.rows, options.seed)
    spark = session()
    possible = possible_areas(spark, contacts)
    print(
        f"{options.rows} contacts, seed {options.seed}, {contacts.deposit.mean():.1%} deposits, {CORES} cores"
    )
    head = f"{'variant':<13}{'model':<21}{'AUC':>8}{'95% interval':>18}{'possible':>10}"
    print(f"{head}{'accuracy':>10}{'log loss':>10}")
    held = [print_variant(variant, options.rows, options.seed, possible[variant]) for variant in VARIANTS]
    spark.stop()
    return 0 if all(held) else 1


def session() -> SparkSession:
    """A local Spark, which the jobs find when they ask for theirs."""
    builder = SparkSession.builder.master(f"local[{CORES}]").config("spark.sql.shuffle.partitions", CORES)
    for name in ("spark.ui.enabled", "spark.ui.showConsoleProgress"):
        builder = builder.config(name, "false")
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def possible_areas(spark: SparkSession, contacts: Contacts) -> dict[str, float]:
    """The area under ROC of the true odds on the contacts that the jobs hold out, by variant."""
    columns = [contacts.columns[name].tolist() for name in CONTACTS_SCHEMA.names]
    names = ", ".join(f"`{name}` string" for name in CONTACTS_SCHEMA.names)
    texts = spark.createDataFrame([tuple(map(str, row)) for row in zip(*columns, strict=True)], names)
    typed = texts.select(*(texts[field.name].cast(field.dataType) for field in CONTACTS_SCHEMA))
    sides = typed.select(is_held_out().alias("held_out")).collect()
    held_out = np.array([row["held_out"] for row in sides])
    odds = {BEFORE_CALL: contacts.before_call, AFTER_CALL: contacts.after_call}
    return {name: area_under_roc(of[held_out], contacts.deposit[held_out]) for name, of in odds.items()}


def print_variant(variant: str, rows: int, seed: int, possible: float) -> bool:
    """Run the jobs and print their models; whether the best is near what is possible."""
    import pytest  # for its patching of sys.argv, in which a job's arguments are

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        root = Path(folder)
        main_of_generator = runpy.run_path(str(PIPELINE / "generator" / "generate.py"))["main"]
        with contextlib.redirect_stdout(io.StringIO()):
            main_of_generator(["--out", str(root / "contacts.csv"), "--rows", str(rows), "--seed", str(seed)])
        begun = time.perf_counter()
        for script in ("clean", "train"):
            report = run_script(PIPELINE, script, root, root / "contacts.csv", patch, variant=variant)
        seconds = time.perf_counter() - begun
    best = max(report["models"], key=lambda model: model["metrics"][METRIC])
    for model in report["models"]:
        figures = model["metrics"]
        interval = f"{figures[f'{METRIC}_low']:.3f} to {figures[f'{METRIC}_high']:.3f}"
        mark = " *" if model is best else ""
        print(
            f"{variant:<13}{model['model'] + mark:<21}{figures[METRIC]:>8.4f}{interval:>18}{possible:>10.4f}"
            f"{figures['accuracy']:>10.4f}{figures['log_loss']:>10.4f}"
        )
    parts = ", ".join(f"{name} {spent:.1f} s" for name, spent in report["durations"].items())
    print(f"  clean and train of run {RUN_ID}: {seconds:.1f} s ({parts})")
    return bool(best["metrics"][METRIC] > possible - WITHIN)


if __name__ == "__main__":
    sys.exit(main())
