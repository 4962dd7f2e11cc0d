"""The pipeline's jobs, one after the other, with the run parameters that a run would have."""

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import commands
from measuring import Measured, measure, run_in_one_jvm


@dataclass(frozen=True)
class Chain:
    """What each job took, and what it reported."""

    measured: dict[str, Measured]
    reports: dict[str, dict[str, Any]]


def run_chain(steps: tuple[str, ...], source: Path, work: Path, changes: dict[str, str]) -> Chain:
    """Run the jobs of steps on a file, each in a JVM of its own; outputs go below ``work``.

    A job that fails ends the program with its log.
    """
    machine, root = commands.Machine(work, memory_mb=3072, cores=2), work / "out"
    measured, reports = {}, {}
    for step in steps:
        print(f"  {step} ...", end="", flush=True)
        job = machine.pipeline_job(step, step, source, root, changes)
        measured[step] = measure(partial(run_in_one_jvm, machine, [job]))
        print(f" {measured[step].seconds:.1f} s, {measured[step].peak_mb:.0f} MB", flush=True)
        report = root / "metrics" / "demand-forecast" / f"run_id={commands.RUN_ID}" / f"{step}.json"
        reports[step] = json.loads(report.read_text())
    return Chain(measured, reports)
