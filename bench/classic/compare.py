"""Run the classic transcription and our jobs on the same data with the same Spark settings, and compare.

    PYTHON bench/classic/compare.py [--input FILE] [--items 50] [--work DIR] [--memory-mb 3072] [--cores 2]
        [--tuned] [--scales 1,4,16] [--classic-to 4] [--json FILE]

Both sides are run by the local cloud's own process, so with its Java, archive and options. Each job has a JVM
of its own, as in the real thing, and the two sides take turns job by job. Beside that stand what four such
starts take alone; our jobs once more as the pipeline declares them, each as soon as those that it comes after
have ended (the classic ones are a chain: each starts the next); and each side's jobs in one JVM. Prints wall
and CPU seconds and peak memory, then compares the outputs; exits 1 when they differ by more than is stated.
With ``--scales`` the jobs then run on 1, 4, 16 ... times the rows, to see how time and memory grow.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

from commands import ITEMS, JOBS, RUN_ID, SIDES, Job, Machine, after, generated
from growth import grow, print_growth
from measuring import Measured, measure, run_as_declared, run_in_one_jvm
from outputs import Finding, compare_outputs
from tables import Comparison, print_findings, print_times


def main() -> int:
    """Run both sides, print the tables, return the exit code."""
    options = parse()
    work = Path(options.work or tempfile.mkdtemp(prefix="relay-classic-")).resolve()
    work.mkdir(parents=True, exist_ok=True)
    machine = Machine(work, options.memory_mb, options.cores)
    try:
        source = options.input.resolve() if options.input else generated(work, options.items)
        compared, logs = run_all(source, machine, options.tuned)
        print_times(compared)
        findings = compare_outputs(work / "classic", work / "ours", RUN_ID, logs, options.memory_mb)
        print_findings(findings)
        once = {} if options.input else compared.jobs
        growth = grow(options.scales, options.items, options.classic_to, machine, once)
        print_growth(growth)
        if options.json:
            figures = {**as_json(compared, findings), "growth": [point.to_json() for point in growth]}
            options.json.write_text(json.dumps(figures, indent=2) + "\n")
        return 0 if all(finding.passed for finding in findings) else 1
    finally:
        if not options.work:
            shutil.rmtree(work, ignore_errors=True)


def run_all(source: Path, machine: Machine, tuned: bool) -> tuple[Comparison, dict[str, str]]:
    """Run the jobs of both sides in turns, then each side's together; also what the classic jobs logged."""
    all_jobs = {side: machine.jobs(side, source, tuned) for side in SIDES}
    measured: dict[str, dict[str, Measured]] = {side: {} for side in SIDES}
    start = shown("Spark alone", lambda: run_in_one_jvm(machine, [machine.start()]))
    for name in JOBS:
        for side in SIDES:
            only: list[Job] = [all_jobs[side][name]]
            measured[side][name] = shown(f"{side} {name}", partial(run_in_one_jvm, machine, only))
    logs = {name: Path(job["log"]).read_text() for name, job in all_jobs["classic"].items()}
    again = machine.jobs("ours", source, tuned, "as-declared")
    declared = shown("ours as declared", lambda: run_as_declared(machine, again, after()))
    one_jvm = {
        side: shown(f"{side} in one JVM", partial(run_in_one_jvm, machine, list(jobs.values())))
        for side, jobs in {side: machine.jobs(side, source, tuned, "one-jvm") for side in SIDES}.items()
    }
    return Comparison(measured, declared, one_jvm, start), logs


def shown(name: str, action: Callable[[], None]) -> Measured:
    """Measure an action, and print that it runs."""
    print(f"{name:>20} ...", end="", flush=True)
    run = measure(action)
    print(f" {run.seconds:.1f} s, {run.cpu_seconds:.1f} s of CPU", flush=True)
    return run


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Compare the classic transcription with our jobs.")
    parser.add_argument("--input", type=Path, help="CSV to use (default: generated)")
    parser.add_argument(
        "--items", type=int, default=ITEMS, help="items to generate, 18,260 rows each (default: %(default)s)"
    )
    parser.add_argument("--work", help="folder for all outputs, kept (default: a temporary one, removed)")
    parser.add_argument(
        "--memory-mb", type=int, default=3072, help="heap of each Spark driver (default: %(default)s)"
    )
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
    alone = {"start": compared.start.to_json(), "oursAsDeclared": compared.declared.to_json()}
    outputs = [asdict(finding) for finding in findings]
    return {**alone, "jobs": jobs, "oneJvm": one_jvm, "outputs": outputs}


if __name__ == "__main__":
    sys.exit(main())
