"""The jobs of both sides as the local cloud's own process runs them, with the same Spark settings."""

import json
import shutil
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
PIPELINE = REPOSITORY / "glue" / "demand-forecast"
CLASSIC = Path(__file__).resolve().parent
JOBS = ("clean", "explore", "features", "train")
RUN_ID = "compare"
SIDES = ("classic", "ours")
#: Items of the generator's default data set, which has 913,000 rows.
ITEMS = 50
#: No job is given up before.
TIMEOUT_SECONDS = 7200

#: A job as a line for ``relay_cloud.offline``.
Job = dict[str, Any]


@dataclass(frozen=True)
class Machine:
    """What every job of both sides gets, and the folder for all that is written."""

    work: Path
    memory_mb: int
    cores: int

    def process(self) -> list[str]:
        """The command of a process that runs jobs as the local cloud does on this machine.

        It starts the JVM with the first job and keeps it for the next ones; each job is a Python process.
        """
        java = json.loads((REPOSITORY / ".relay" / "toolchain.json").read_text())
        folder = self.work / "offline" / uuid.uuid4().hex[:8]
        folder.mkdir(parents=True)
        command = [sys.executable, "-m", "relay_cloud.offline", "--work-dir", str(folder)]
        command += ["--java-home", java["javaHome"], "--jars-dir", java["jarsDir"]]
        command += ["--driver-memory-mb", str(self.memory_mb), "--cores-per-slot", str(self.cores)]
        return [*command, *(["--cds-archive", java["cdsArchive"]] if java["cdsArchive"] else [])]

    def job(self, name: str, script: Path, library: Path, arguments: dict[str, str]) -> Job:
        """A script with its arguments; its log is in ``work``."""
        return {
            "step": name,
            "script": str(script),
            "library": str(library),
            # Else Spark decides by the bytes that it shuffles which series share a partition, and a random
            # split draws by partition: rows in another order would then be other training rows.
            "arguments": {**arguments, "--conf": f"spark.sql.shuffle.partitions={self.cores}"},
            "timeoutSeconds": TIMEOUT_SECONDS,
            "log": str(self.work / f"{name}.log"),
        }

    def start(self) -> Job:
        """A Spark job that does nothing."""
        return self.job("start", CLASSIC / "start.py", CLASSIC / "start.py", {})

    def jobs(self, side: str, source: Path, tuned: bool = False, folder: str = "") -> dict[str, Job]:
        """The jobs of a side by name, in order; ``folder`` puts their outputs into one of their own."""
        root = self.work / folder / side
        make = self._classic if side == "classic" else self._ours
        return {name: make(name, source, root, tuned) for name in JOBS}

    def _classic(self, name: str, source: Path, root: Path, tuned: bool) -> Job:
        script = CLASSIC / f"{name}.py"
        arguments = {"input": source.as_uri(), "output_root": root.as_uri(), "tuned": str(tuned).lower()}
        return self.job(f"classic-{name}", script, script, _named(arguments))

    def _ours(self, name: str, source: Path, root: Path, tuned: bool) -> Job:
        changes = {"tuned": str(tuned).lower(), "variant": "classic"}
        return self.pipeline_job(f"ours-{name}", name, source, root, changes)

    def pipeline_job(self, name: str, step: str, source: Path, root: Path, changes: dict[str, str]) -> Job:
        """A step's job with the arguments of a run; ``changes`` are of its run parameters."""
        arguments = {
            "relay_run_id": RUN_ID,
            "relay_step": step,
            "relay_attempt": "1",
            "pipeline": "demand-forecast",
            "input": source.as_uri(),
            "output_root": root.as_uri(),
            **parameters(),
            **changes,
        }
        return self.job(name, PIPELINE / "jobs" / f"{step}.py", self._library(), _named(arguments))

    def _library(self) -> Path:
        """The archive of the packages that our jobs import, as it is deployed."""
        archive = self.work / "library.zip"
        if not archive.exists():
            packages = self.work / "library"
            for package in (REPOSITORY / "glue" / "relay_job", PIPELINE / "demand_forecast"):
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(package, packages / package.name, ignore=ignored)
            shutil.make_archive(str(archive.with_suffix("")), "zip", packages)
        return archive


def generated(work: Path, items: int = ITEMS) -> Path:
    """Make the default data set with so many items, each of 18,260 rows."""
    target = work / "sales.csv"
    generator = [sys.executable, str(PIPELINE / "generator" / "generate.py")]
    subprocess.run([*generator, "--out", str(target), "--items", str(items)], check=True)
    return target


def after() -> dict[str, list[str]]:
    """The steps that each of our jobs waits for, as the pipeline declares them."""
    steps = yaml.safe_load((PIPELINE / "pipeline.yml").read_text())["steps"]
    return {name: steps[name].get("after", []) for name in JOBS}


def parameters() -> dict[str, str]:
    """The pipeline's run parameters with their defaults, as the orchestrator passes them."""
    declared = yaml.safe_load((PIPELINE / "pipeline.yml").read_text())["parameters"]
    defaults = {name: parameter["default"] for name, parameter in declared.items()}
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in defaults.items()
    }


def _named(arguments: dict[str, str]) -> dict[str, str]:
    return {f"--{name}": value for name, value in arguments.items()}
