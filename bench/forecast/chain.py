"""The pipeline's jobs as processes, one after the other, with the run parameters that a run would have."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import commands
from measuring import Measured, measure


@dataclass(frozen=True)
class Chain:
    """What each job took, and what it reported."""

    measured: dict[str, Measured]
    reports: dict[str, dict[str, Any]]


def run_chain(jobs: tuple[str, ...], source: Path, work: Path, changes: dict[str, str]) -> Chain:
    """Run jobs on a file; outputs go below ``work``. A job that fails ends the program with its log."""
    environment = commands.settings("3g", 2, work)
    measured, reports = {}, {}
    for job in jobs:
        print(f"  {job} ...", end="", flush=True)
        measured[job] = measure(_command(job, source, work, changes), environment)
        print(f" {measured[job].seconds:.1f} s, {measured[job].peak_mb:.0f} MB", flush=True)
        report = work / "out" / "metrics" / "demand-forecast" / f"run_id={commands.RUN_ID}" / f"{job}.json"
        reports[job] = json.loads(report.read_text())
    return Chain(measured, reports)


def _command(job: str, source: Path, work: Path, changes: dict[str, str]) -> list[str]:
    arguments = {
        "JOB_NAME": f"bench-{job}",
        "relay_run_id": commands.RUN_ID,
        "relay_step": job,
        "relay_attempt": "1",
        "pipeline": "demand-forecast",
        "input": source.as_uri(),
        "output_root": (work / "out").as_uri(),
        **commands.parameters(),
        **changes,
    }
    words = [word for name, value in arguments.items() for word in (f"--{name}", value)]
    return [sys.executable, str(commands.PIPELINE / "jobs" / f"{job}.py"), *words]
