"""Run jobs and measure their processes (Linux): wall and CPU seconds, highest resident memory."""

import json
import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from commands import REPOSITORY, Job, Machine


@dataclass(frozen=True)
class Measured:
    """Wall seconds, CPU seconds and highest resident memory of all processes together.

    CPU seconds say more than wall seconds where other work shares the machine.
    """

    seconds: float
    cpu_seconds: float
    peak_mb: float

    def to_json(self) -> dict[str, float]:
        """The JSON form."""
        return {
            "seconds": round(self.seconds, 2),
            "cpuSeconds": round(self.cpu_seconds, 2),
            "peakMb": round(self.peak_mb),
        }


@dataclass
class Seen:
    """The most memory seen so far, and the CPU ticks of every process."""

    peak_mb: float = 0.0
    ticks: dict[int, int] = field(default_factory=dict)


def measure(action: Callable[[], None]) -> Measured:
    """Measure the processes that an action starts, from its begin to its end."""
    seen, over = Seen(), threading.Event()
    sampler = threading.Thread(target=sample, args=(seen, over), daemon=True)
    begun = time.perf_counter()
    sampler.start()
    try:
        action()
    finally:
        seconds = time.perf_counter() - begun
        over.set()
        sampler.join()
    return Measured(seconds, sum(seen.ticks.values()) / os.sysconf("SC_CLK_TCK"), seen.peak_mb)


def run_in_one_jvm(machine: Machine, jobs: Sequence[Job]) -> None:
    """Run jobs one after the other in one JVM; a job that fails ends the comparison with its log."""
    ended = subprocess.run(
        machine.process(),
        input="".join(f"{json.dumps(job)}\n" for job in jobs),
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "local" / "cloud")},
        capture_output=True,
        text=True,
        check=False,
    )
    outcomes = [json.loads(line) for line in ended.stdout.splitlines()]
    for job, outcome in zip(jobs, outcomes, strict=False):
        if outcome["state"] != "SUCCEEDED":
            log = Path(job["log"]).read_text()[-5000:]
            raise SystemExit(f"{job['step']}: {outcome['state']}, {outcome['message']}\n{log}")
    if len(outcomes) < len(jobs):
        raise SystemExit(f"the process that runs the jobs has ended: {ended.stderr[-5000:]}")


def run_as_declared(machine: Machine, jobs: Mapping[str, Job], after: Mapping[str, Sequence[str]]) -> None:
    """Run each job, in a JVM of its own, as soon as the jobs that it comes ``after`` have ended."""
    runs: dict[str, Future[None]] = {}

    def run(name: str) -> None:
        for earlier in after[name]:
            runs[earlier].result()
        run_in_one_jvm(machine, [jobs[name]])

    with ThreadPoolExecutor(max_workers=len(jobs)) as pool:
        for name in jobs:
            runs[name] = pool.submit(run, name)
    for ended in runs.values():
        ended.result()


def sample(seen: Seen, over: threading.Event) -> None:
    """Keep the highest memory and the CPU time of what this process has started, looking every 0.2 s."""
    own = os.getpid()
    while not over.is_set():
        pids = [pid for pid in tree(own) if pid != own]
        seen.peak_mb = max(seen.peak_mb, sum(proportional_kb(pid) for pid in pids) / 1024)
        for pid in pids:
            seen.ticks[pid] = max(seen.ticks.get(pid, 0), cpu_ticks(pid))
        over.wait(0.2)


def tree(root: int) -> list[int]:
    """A process and its descendants (Linux)."""
    found, new = [], [root]
    while new:
        pid = new.pop()
        found.append(pid)
        try:
            for thread in Path(f"/proc/{pid}/task").iterdir():
                new += [int(child) for child in (thread / "children").read_text().split()]
        except OSError:
            continue
    return found


def proportional_kb(pid: int) -> int:
    """Resident memory of a process in kB, shared pages divided by those that share them; 0 when it is gone.

    A process that forks, as Spark does to set a file's mode, would otherwise count twice for a moment.
    """
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def cpu_ticks(pid: int) -> int:
    """CPU time of a process in clock ticks, 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])
    except (OSError, IndexError):
        return 0
