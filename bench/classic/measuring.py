"""Run a process and measure it and its descendants (Linux): wall and CPU seconds, highest resident memory."""

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measured:
    """One job process: wall seconds, CPU seconds and highest resident memory of its process tree, its log.

    CPU seconds say more than wall seconds where other work shares the machine.
    """

    seconds: float
    cpu_seconds: float
    peak_mb: float
    log: str

    def to_json(self) -> dict[str, float]:
        """The figures without the log."""
        return {
            "seconds": round(self.seconds, 2),
            "cpuSeconds": round(self.cpu_seconds, 2),
            "peakMb": round(self.peak_mb),
        }


@dataclass
class Seen:
    """The highest values seen so far."""

    peak_mb: float = 0.0
    cpu_seconds: float = 0.0


def measure(command: list[str], environment: dict[str, str]) -> Measured:
    """Run a job and measure it; a job that fails ends the comparison with its log."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    seen = Seen()
    sampler = threading.Thread(target=sample_memory, args=(process, seen), daemon=True)
    sampler.start()
    log, _ = process.communicate()
    seconds = time.perf_counter() - begun
    sampler.join()
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{log[-5000:]}")
    return Measured(seconds, seen.cpu_seconds, seen.peak_mb, log)


def sample_memory(process: "subprocess.Popen[str]", seen: "Seen") -> None:
    """Keep the highest memory and CPU time of a process and its descendants, looking every 0.2 s."""
    ticks = os.sysconf("SC_CLK_TCK")
    while process.poll() is None:
        pids = tree(process.pid)
        seen.peak_mb = max(seen.peak_mb, sum(proportional_kb(pid) for pid in pids) / 1024)
        seen.cpu_seconds = max(seen.cpu_seconds, sum(cpu_ticks(pid) for pid in pids) / ticks)
        time.sleep(0.2)


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
