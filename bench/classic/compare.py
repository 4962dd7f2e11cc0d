"""Run the classic transcription and our jobs on the same data with the same Spark settings, and compare.

    PYTHON bench/classic/compare.py [--input FILE] [--work DIR] [--memory 3g] [--cores 2] [--tuned]
        [--scales 1,4,16] [--json FILE]

Each job is a process of its own, as in the real thing, and the two sides take turns job by job. Prints wall
seconds and peak memory of each job, then compares the outputs; exits 1 when they differ by more than is
stated. With ``--scales`` the jobs then run on 1, 4, 16 ... times the rows, to see how time and memory grow.
"""

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from commands import JOBS, RUN_ID, classic_command, generated, our_command, settings
from growth import grow, print_growth
from measuring import Measured, measure
from outputs import Finding, compare_outputs


def main() -> int:
    """Run both sides, print the tables, return the exit code."""
    options = parse()
    work = Path(options.work or tempfile.mkdtemp(prefix="relay-classic-")).resolve()
    work.mkdir(parents=True, exist_ok=True)
    try:
        source = options.input.resolve() if options.input else generated(work)
        environment = settings(options.memory, options.cores, work)
        sides = run_both(source, work, environment, options.tuned)
        print_times(sides)
        logs = {job: run.log for job, run in sides["classic"].items()}
        findings = compare_outputs(work / "classic", work / "ours", RUN_ID, logs, environment)
        print_findings(findings)
        growth = grow(options.scales, options.classic_to, work, environment)
        print_growth(growth)
        if options.json:
            figures = {**as_json(sides, findings), "growth": [point.to_json() for point in growth]}
            options.json.write_text(json.dumps(figures, indent=2) + "\n")
        return 0 if all(finding.passed for finding in findings) else 1
    finally:
        if not options.work:
            shutil.rmtree(work, ignore_errors=True)


def run_both(
    source: Path, work: Path, environment: dict[str, str], tuned: bool
) -> dict[str, dict[str, Measured]]:
    """Run the jobs of both sides in turns; returns what was measured by side and job."""
    sides: dict[str, dict[str, Measured]] = {"classic": {}, "ours": {}}
    for job in JOBS:
        for side, command in (
            ("classic", classic_command(job, source, work, tuned)),
            ("ours", our_command(job, source, work, tuned)),
        ):
            print(f"{side:>8} {job} ...", end="", flush=True)
            sides[side][job] = measure(command, environment)
            print(f" {sides[side][job].seconds:.1f} s", flush=True)
            (work / f"{side}-{job}.log").write_text(sides[side][job].log)
    return sides


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Compare the classic transcription with our jobs.")
    parser.add_argument("--input", type=Path, help="CSV to use (default: generated, 913,000 rows)")
    parser.add_argument("--work", help="folder for all outputs, kept (default: a temporary one, removed)")
    parser.add_argument("--memory", default="3g", help="Spark driver memory (default: %(default)s)")
    parser.add_argument("--cores", type=int, default=2, help="cores of local Spark (default: %(default)s)")
    parser.add_argument("--tuned", action="store_true", help="train the large forest too (minutes)")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    parser.add_argument(
        "--scales", type=scales, default=[], help="then run on so many times 913,000 rows, for example 1,4,16"
    )
    parser.add_argument(
        "--classic-to", type=int, default=4, help="largest scale of the transcription (default: %(default)s)"
    )
    return parser.parse_args()


def scales(text: str) -> list[int]:
    """Whole numbers from 1, separated by commas."""
    values = [int(word) for word in text.split(",")]
    if min(values) < 1:
        raise argparse.ArgumentTypeError("expected whole numbers from 1, for example 1,4,16")
    return values


def print_times(sides: dict[str, dict[str, Measured]]) -> None:
    """Print seconds, ratio and memory by job."""
    print(
        f"\n{'job':<10}{'classic s':>11}{'ours s':>9}{'ours/classic':>14}"
        f"{'classic CPU s':>15}{'ours CPU s':>12}{'classic MB':>12}{'ours MB':>9}"
    )
    for job in JOBS:
        theirs, ours = sides["classic"][job], sides["ours"][job]
        print(
            f"{job:<10}{theirs.seconds:>11.1f}{ours.seconds:>9.1f}{ours.seconds / theirs.seconds:>14.2f}"
            f"{theirs.cpu_seconds:>15.1f}{ours.cpu_seconds:>12.1f}{theirs.peak_mb:>12.0f}{ours.peak_mb:>9.0f}"
        )
    sums = {side: sum(run.seconds for run in runs.values()) for side, runs in sides.items()}
    cpu = {side: sum(run.cpu_seconds for run in runs.values()) for side, runs in sides.items()}
    peak = {side: max(run.peak_mb for run in runs.values()) for side, runs in sides.items()}
    print(
        f"{'all':<10}{sums['classic']:>11.1f}{sums['ours']:>9.1f}{sums['ours'] / sums['classic']:>14.2f}"
        f"{cpu['classic']:>15.1f}{cpu['ours']:>12.1f}{peak['classic']:>12.0f}{peak['ours']:>9.0f}"
    )
    load = re.split(r"\s+", Path("/proc/loadavg").read_text())[0]
    print(f"(load average at the end: {load} on {os.cpu_count()} cores)\n")


def print_findings(findings: list[Finding]) -> None:
    """Print what was compared."""
    print(f"{'output':<34}{'classic':>22}{'ours':>22}  {'tolerance':<12} same")
    for f in findings:
        print(f"{f.name:<34}{f.classic:>22}{f.ours:>22}  {f.tolerance:<12} {'yes' if f.passed else 'NO'}")


def as_json(sides: dict[str, dict[str, Measured]], findings: list[Finding]) -> dict[str, object]:
    """All figures, for a file."""
    jobs = {
        job: {
            side: {
                "seconds": round(runs[job].seconds, 2),
                "cpuSeconds": round(runs[job].cpu_seconds, 2),
                "peakMb": round(runs[job].peak_mb),
            }
            for side, runs in sides.items()
        }
        for job in JOBS
    }
    return {"jobs": jobs, "outputs": [asdict(finding) for finding in findings]}


if __name__ == "__main__":
    sys.exit(main())
