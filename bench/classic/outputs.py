"""Compare what the transcription wrote and printed with what our jobs wrote and reported."""

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

#: Relative tolerance for figures that floating-point summation order may move.
SUMS = 1e-9
#: Relative tolerance for the errors of forests: the trees are the same, unless rows were partitioned
#: otherwise.
FOREST = 5e-3
MODELS = ("linear-regression", "random-forest", "random-forest-tuned")


@dataclass(frozen=True)
class Finding:
    """One compared output, as text."""

    name: str
    classic: str
    ours: str
    tolerance: str
    passed: bool


def compare_outputs(
    classic: Path, ours: Path, run_id: str, logs: dict[str, str], memory_mb: int
) -> list[Finding]:
    """Compare both sides' outputs; ``logs`` are what the transcribed jobs printed, by job."""
    run = f"demand-forecast/run_id={run_id}"
    builder = SparkSession.builder.master("local[*]").config("spark.driver.memory", f"{memory_mb}m")
    builder = builder.config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    spark = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    try:
        findings = [
            *same_rows(
                "processed", parquet(spark, classic / "processed"), parquet(spark, ours / "processed" / run)
            ),
            *same_rows(
                "train.csv",
                text(spark, classic / "training/train.csv"),
                text(spark, ours / "training" / run / "train.csv"),
            ),
            *same_rows(
                "test.csv",
                text(spark, classic / "training/test.csv"),
                text(spark, ours / "training" / run / "test.csv"),
            ),
            *same_rows(
                "features", parquet(spark, classic / "features"), parquet(spark, ours / "features" / run)
            ),
            *described(logs["explore"], ours / "eda" / run),
            *tables(classic / "eda", ours / "eda" / run),
            *correlations(logs["explore"], ours / "eda" / run),
            *models(logs["train"], ours / "metrics" / run / "train.json"),
        ]
        for model in MODELS:
            if (classic / "predictions" / model).exists():
                theirs, mine = (
                    parquet(spark, root / model)
                    for root in (classic / "predictions", ours / "predictions" / run)
                )
                findings.append(count("predictions " + model, theirs.count(), mine.count()))
        return findings
    finally:
        spark.stop()


def parquet(spark: SparkSession, path: Path) -> DataFrame:
    """Read Parquet."""
    return spark.read.parquet(f"file://{path}")


def text(spark: SparkSession, path: Path) -> DataFrame:
    """Read a CSV file's lines."""
    return spark.read.text(f"file://{path}")


def same_rows(name: str, classic: DataFrame, ours: DataFrame) -> list[Finding]:
    """Compare two DataFrames as multisets of rows, exactly, and their schemas."""
    types = [
        ", ".join(f"{f.name} {f.dataType.simpleString()}" for f in side.schema) for side in (classic, ours)
    ]
    one_side = [(side.withColumn("side", F.lit(sign))) for side, sign in ((classic, 1), (ours, -1))]
    columns = classic.columns
    if classic.columns != ours.columns:
        return [Finding(f"{name} columns", str(classic.columns), str(ours.columns), "exact", False)]
    differing = one_side[0].union(one_side[1]).groupBy(*columns).agg(F.sum("side").alias("excess"))
    row = differing.agg(
        F.sum(F.greatest("excess", F.lit(0))).alias("classic"),
        F.sum(F.greatest(-F.col("excess"), F.lit(0))).alias("ours"),
    ).collect()[0]
    return [
        count(f"{name} rows", classic.count(), ours.count()),
        Finding(
            f"{name} rows not in the other",
            str(row["classic"]),
            str(row["ours"]),
            "exact",
            not row["classic"] + row["ours"],
        ),
        Finding(
            f"{name} types",
            f"{len(columns)} columns",
            f"{len(columns)} columns",
            "exact",
            types[0] == types[1],
        ),
    ]


def count(name: str, classic: int, ours: int) -> Finding:
    """Compare two counts."""
    return Finding(name, f"{classic}", f"{ours}", "exact", classic == ours)


def figure(name: str, classic: float, ours: float | None, relative: float) -> Finding:
    """Compare two figures within a relative tolerance."""
    close = ours is not None and abs(classic - ours) <= relative * max(abs(classic), 1e-6)
    return Finding(
        name, f"{classic:.12g}", "none" if ours is None else f"{ours:.12g}", f"rel {relative:g}", close
    )


def described(log: str, eda: Path) -> list[Finding]:
    """Compare the printed ``describe`` of the sales."""
    ours = json.loads((eda / "sales_summary.json").read_text())
    printed = dict(re.findall(r"^\|\s*(count|mean|stddev|min|max)\|\s*(\S+)\|", log, re.MULTILINE))
    return [figure(f"sales {name}", float(printed[name]), ours[name], SUMS) for name in ours]


def tables(classic: Path, ours: Path) -> list[Finding]:
    """Compare the three exploration tables, keys and values."""
    found = []
    for name in ("monthly_sales", "store_average", "item_totals"):
        theirs = read_table(next((classic / name).glob("part-*.csv")))
        mine = read_table(ours / f"{name}.csv")
        same = theirs.keys() == mine.keys() and all(
            abs(theirs[k] - mine[k]) <= SUMS * abs(theirs[k]) for k in theirs
        )
        found.append(
            Finding(f"eda {name}", f"{len(theirs)} rows", f"{len(mine)} rows", f"rel {SUMS:g}", same)
        )
    return found


def read_table(path: Path) -> dict[str, float]:
    """Key to value of a two-column CSV file."""
    with path.open(newline="") as lines:
        rows = list(csv.reader(lines))[1:]
    return {key: float(value) for key, value in rows}


def correlations(log: str, eda: Path) -> list[Finding]:
    """Compare the printed correlations; those near zero differ by rounding only, so an absolute tolerance."""
    ours: dict[str, Any] = json.loads((eda / "correlation.json").read_text())
    found = []
    for a, b, value in re.findall(r"^correlation (\w+) (\w+): (\S+)$", log, re.MULTILINE):
        same = ours[a][b] is not None and abs(ours[a][b] - float(value)) <= SUMS
        found.append(
            Finding(
                f"correlation {a} {b}", f"{float(value):.10f}", f"{ours[a][b]:.10f}", f"abs {SUMS:g}", same
            )
        )
    return found


def models(log: str, report: Path) -> list[Finding]:
    """Compare the split's sizes and the errors of the models."""
    ours = {model["model"]: model for model in json.loads(report.read_text())["models"]}
    any_model = next(iter(ours.values()))
    rows = dict(re.findall(r"^(train|test) rows: (\d+)$", log, re.MULTILINE))
    found = [count(f"{part} rows", int(rows[part]), any_model["rows"][part]) for part in ("train", "test")]
    for name, value in re.findall(r"^(\S+) RMSE: (\S+)$", log, re.MULTILINE):
        tolerance = SUMS if name == "linear-regression" else FOREST
        found.append(figure(f"RMSE {name}", float(value), ours[name]["metrics"]["rmse"], tolerance))
    return found
