"""The comparison as printed tables."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from commands import JOBS, SIDES
from measuring import Measured
from outputs import Finding

#: The aim for all jobs: our wall time over the transcription's.
AIM = 0.5


@dataclass(frozen=True)
class Comparison:
    """What was measured: each job by side, ours as the pipeline declares them, all of a side in one JVM, and
    a Spark job that does nothing.
    """

    jobs: Mapping[str, Mapping[str, Measured]]
    declared: Measured
    one_jvm: Mapping[str, Measured]
    start: Measured

    def all_jobs(self, side: str) -> Measured:
        """The jobs of a side one after the other; the memory is that of the largest."""
        return together(list(self.jobs[side].values()))


def together(runs: Sequence[Measured]) -> Measured:
    """Runs one after the other as one."""
    return Measured(
        sum(run.seconds for run in runs),
        sum(run.cpu_seconds for run in runs),
        max(run.peak_mb for run in runs),
    )


def print_times(compared: Comparison) -> None:
    """Print seconds, CPU seconds, their ratios and memory by job."""
    print(
        f"\n{'job':<18}{'classic s':>11}{'ours s':>9}{'ratio':>7}"
        f"{'classic CPU s':>15}{'ours CPU s':>12}{'ratio':>7}{'classic MB':>12}{'ours MB':>9}"
    )
    for job in JOBS:
        print_pair(job, *(compared.jobs[side][job] for side in SIDES))
    both = [compared.all_jobs(side) for side in SIDES]
    print_pair("all, in turn", *both)
    starts = together([compared.start] * len(JOBS))
    print_pair("  starts alone", starts, starts)
    print_pair("  without starts", *(less(run, starts) for run in both))
    print_pair("ours as declared", both[0], compared.declared)
    print_pair("all, one JVM", *(compared.one_jvm[side] for side in SIDES))
    load = Path("/proc/loadavg").read_text().split()[0]
    print(f"(load average at the end: {load} on {os.cpu_count()} cores; other work moves wall time, and CPU "
          f"time less; the aim for all jobs is {AIM:.2f})\n")  # fmt: skip


def less(run: Measured, other: Measured) -> Measured:
    """What a run took beyond another."""
    return Measured(run.seconds - other.seconds, run.cpu_seconds - other.cpu_seconds, run.peak_mb)


def print_pair(name: str, theirs: Measured, ours: Measured) -> None:
    """Print a line of both sides."""
    print(
        f"{name:<18}{theirs.seconds:>11.1f}{ours.seconds:>9.1f}{ours.seconds / theirs.seconds:>7.2f}"
        f"{theirs.cpu_seconds:>15.1f}{ours.cpu_seconds:>12.1f}{ours.cpu_seconds / theirs.cpu_seconds:>7.2f}"
        f"{theirs.peak_mb:>12.0f}{ours.peak_mb:>9.0f}"
    )


def print_findings(findings: Sequence[Finding]) -> None:
    """Print what was compared."""
    print(f"{'output':<34}{'classic':>22}{'ours':>22}  {'tolerance':<12} same")
    for f in findings:
        print(f"{f.name:<34}{f.classic:>22}{f.ours:>22}  {f.tolerance:<12} {'yes' if f.passed else 'NO'}")
