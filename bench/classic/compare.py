"""Run the classic transcription and our jobs on the same data with the same Spark settings, and compare.

    PYTHON bench/classic/compare.py [--input FILE] [--items 50] [--work DIR] [--memory 3g] [--cores 2]
        [--tuned] [--scales 1,4,16] [--classic-to 4] [--json FILE]

Each job is a process of its own with a JVM of its own, as in the real thing, and the two sides take turns job
by job. Beside that stand what four such starts take alone, and each side's jobs once more in one JVM. Prints
wall and CPU seconds and peak memory, then compares the outputs; exits 1 when they differ by more than is
stated. With ``--scales`` the jobs then run on 1, 4, 16 ... times the rows, to see how time and memory grow.
"""

import argparse
import json
import shutil
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from commands import (
    ITEMS,
    JOBS,
    RUN_ID,
    SIDES,
    command,
    generated,
    one_jvm_command,
    settings,
    start_command,
)
from growth import grow, print_growth
from measuring import Measured, measure
from outputs import Finding, compare_outputs
from tables import Comparison, print_findings, print_times


def main() -> int:
    """Run both sides, print the tables, return the exit code."""
    options = parse()
    work = Path(options.work or tempfile.mkdtemp(prefix="relay-classic-")).resolve()
    work.mkdir(parents=True, exist_ok=True)
    try:
        source = options.input.resolve() if options.input else generated(work, options.items)
        environment = settings(options.memory, options.cores, work)
        compared = run_all(source, work, environment, options.tuned)
        print_times(compared)
        logs = {job: run.log for job, run in compared.jobs["classic"].items()}
        findings = compare_outputs(work / "classic", work / "ours", RUN_ID, logs, environment)
        print_findings(findings)
        once = {} if options.input else compared.jobs
        growth = grow(options.scales, options.items, options.classic_to, work, environment, once)
        print_growth(growth)
        if options.json:
            figures = {**as_json(compared, findings), "growth": [point.to_json() for point in growth]}
            options.json.write_text(json.dumps(figures, indent=2) + "\n")
        return 0 if all(finding.passed for finding in findings) else 1
    finally:
        if not options.work:
            shutil.rmtree(work, ignore_errors=True)


def run_all(source: Path, work: Path, environment: dict[str, str], tuned: bool) -> Comparison:
    """Run the jobs of both sides in turns, then all jobs of each side in one JVM."""
    jobs: dict[str, dict[str, Measured]] = {side: {} for side in SIDES}
    start = shown("Spark alone", start_command(), environment)
    for job in JOBS:
        for side in SIDES:
            run = shown(f"{side} {job}", command(side, job, source, work, tuned), environment)
            (work / f"{side}-{job}.log").write_text(run.log)
            jobs[side][job] = run
    one_jvm = {
        side: shown(f"{side} in one JVM", one_jvm_command(side, source, work, tuned), environment)
        for side in SIDES
    }
    return Comparison(jobs, one_jvm, start)


def shown(name: str, words: list[str], environment: dict[str, str]) -> Measured:
    """Measure a command, and print that it runs."""
    print(f"{name:>20} ...", end="", flush=True)
    run = measure(words, environment)
    print(f" {run.seconds:.1f} s", flush=True)
    return run


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Compare the classic transcription with our jobs.")
    parser.add_argument("--input", type=Path, help="CSV to use (default: generated)")
    parser.add_argument(
        "--items", type=int, default=ITEMS, help="items to generate, 18,260 rows each (default: %(default)s)"
    )
    parser.add_argument("--work", help="folder for all outputs, kept (default: a temporary one, removed)")
    parser.add_argument("--memory", default="3g", help="Spark driver memory (default: %(default)s)")
    parser.add_argument("--cores", type=int, default=2, help="cores of local Spark (default: %(default)s)")
    parser.add_argument("--tuned", action="store_true", help="train the large forest too (minutes)")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    parser.add_argument(
        "--scales", type=scales, default=[], help="then run on so many times the items, for example 1,4,16"
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


def as_json(compared: Comparison, findings: list[Finding]) -> dict[str, object]:
    """All figures, for a file."""
    jobs = {job: {side: compared.jobs[side][job].to_json() for side in SIDES} for job in JOBS}
    one_jvm = {side: run.to_json() for side, run in compared.one_jvm.items()}
    outputs = [asdict(finding) for finding in findings]
    return {"start": compared.start.to_json(), "jobs": jobs, "oneJvm": one_jvm, "outputs": outputs}


if __name__ == "__main__":
    sys.exit(main())
