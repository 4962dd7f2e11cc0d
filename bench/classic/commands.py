"""The jobs of both sides as commands, with the same Spark settings."""

import json
import os
import subprocess
import sys
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
PIPELINE = REPOSITORY / "glue" / "demand-forecast"
CLASSIC = Path(__file__).resolve().parent
JOBS = ("clean", "explore", "features", "train")
RUN_ID = "compare"
SIDES = ("classic", "ours")
#: Items of the generator's default data set, which has 913,000 rows.
ITEMS = 50


def generated(work: Path, items: int = ITEMS) -> Path:
    """Make the default data set with so many items, each of 18,260 rows."""
    target = work / "sales.csv"
    generator = [sys.executable, str(PIPELINE / "generator" / "generate.py")]
    subprocess.run([*generator, "--out", str(target), "--items", str(items)], check=True)
    return target


def settings(memory: str, cores: int, work: Path) -> dict[str, str]:
    """The environment of every job of both sides."""
    conf = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        # Else Spark decides by the bytes that it shuffles which series share a partition, and a random split
        # draws by partition: rows in another order would then be other training rows.
        "spark.sql.shuffle.partitions": str(cores),
        "spark.local.dir": str(work / "spark"),
    }
    words = [
        f"--master local[{cores}] --driver-memory {memory}",
        *(f"--conf {k}={v}" for k, v in conf.items()),
    ]
    paths = [REPOSITORY / "glue", PIPELINE, glue_shim()]
    return {
        **os.environ,
        "PYSPARK_SUBMIT_ARGS": " ".join([*words, "pyspark-shell"]),
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": os.pathsep.join(str(path) for path in paths),
        "PYTHONHASHSEED": "0",
    }


def glue_shim() -> Path:
    """The folder with the local ``awsglue``."""
    for folder in (REPOSITORY / "local" / "cloud" / "awsglue_shim",):
        if (folder / "awsglue" / "context.py").is_file() and (folder / "awsglue" / "job.py").is_file():
            return folder
    raise SystemExit("no local awsglue found: expected local/cloud/awsglue_shim/awsglue")


def start_command() -> list[str]:
    """A Spark job that does nothing."""
    return [sys.executable, str(CLASSIC / "start.py")]


def one_jvm_command(side: str, source: Path, work: Path, tuned: bool) -> list[str]:
    """All jobs of a side in one process, one after the other, to a folder of their own."""
    folder = work / "one-jvm"
    scripts = [command(side, job, source, folder, tuned)[1:] for job in JOBS]
    return [sys.executable, str(CLASSIC / "one_jvm.py"), json.dumps(scripts)]


def command(side: str, job: str, source: Path, work: Path, tuned: bool = False) -> list[str]:
    """The command of a job of a side."""
    return (classic_command if side == "classic" else our_command)(job, source, work, tuned)


def classic_command(job: str, source: Path, work: Path, tuned: bool) -> list[str]:
    """The command of a transcribed job."""
    inputs = [source.as_uri()] if job == "clean" else []
    extra = ["tuned"] if tuned and job == "train" else []
    return [sys.executable, str(CLASSIC / f"{job}.py"), *inputs, (work / "classic").as_uri(), *extra]


def our_command(job: str, source: Path, work: Path, tuned: bool) -> list[str]:
    """The command of one of our jobs, with the arguments that the orchestrator gives."""
    arguments = {
        "JOB_NAME": f"compare-{job}",
        "relay_run_id": RUN_ID,
        "relay_step": job,
        "relay_attempt": "1",
        "pipeline": "demand-forecast",
        "input": source.as_uri(),
        "output_root": (work / "ours").as_uri(),
        **parameters(),
        "tuned": str(tuned).lower(),
        "variant": "classic",
    }
    words = [word for name, value in arguments.items() for word in (f"--{name}", value)]
    return [sys.executable, str(PIPELINE / "jobs" / f"{job}.py"), *words]


def parameters() -> dict[str, str]:
    """The pipeline's run parameters with their defaults, as the orchestrator passes them."""
    declared = yaml.safe_load((PIPELINE / "pipeline.yml").read_text())["parameters"]
    defaults = {name: parameter["default"] for name, parameter in declared.items()}
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in defaults.items()
    }
