"""Run the classic transcription and our jobs on the same data with the same Spark settings, and compare.

    PYTHON bench/classic/compare.py [--input FILE] [--work DIR] [--memory 3g] [--cores 2] [--tuned]
        [--json FILE]

Each job is a process of its own, as in the real thing, and the two sides take turns job by job. Prints wall
seconds and peak memory of each job, then compares the outputs; exits 1 when they differ by more than is
stated.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml
from outputs import Finding, compare_outputs

REPOSITORY = Path(__file__).resolve().parents[2]
PIPELINE = REPOSITORY / "glue" / "demand-forecast"
CLASSIC = Path(__file__).resolve().parent
JOBS = ("clean", "explore", "features", "train")
RUN_ID = "compare"


@dataclass(frozen=True)
class Measured:
    """One job process: wall seconds, CPU seconds and highest resident memory of its process tree, its log.

    CPU seconds say more than wall seconds where other work shares the machine.
    """

    seconds: float
    cpu_seconds: float
    peak_mb: float
    log: str


def main() -> int:
    """Run both sides, print the tables, return the exit code."""
    options = parse()
    work = Path(options.work or tempfile.mkdtemp(prefix="relay-classic-")).resolve()
    work.mkdir(parents=True, exist_ok=True)
    try:
        source = options.input.resolve() if options.input else generated(work)
        environment = settings(options.memory, options.cores, work)
        sides = {"classic": {}, "ours": {}}  # type: dict[str, dict[str, Measured]]
        for job in JOBS:
            for side, command in (
                ("classic", classic_command(job, source, work, options.tuned)),
                ("ours", our_command(job, source, work, options.tuned)),
            ):
                print(f"{side:>8} {job} ...", end="", flush=True)
                sides[side][job] = measure(command, environment)
                print(f" {sides[side][job].seconds:.1f} s", flush=True)
                (work / f"{side}-{job}.log").write_text(sides[side][job].log)
        print_times(sides)
        logs = {job: run.log for job, run in sides["classic"].items()}
        findings = compare_outputs(work / "classic", work / "ours", RUN_ID, logs, environment)
        print_findings(findings)
        if options.json:
            options.json.write_text(json.dumps(as_json(sides, findings), indent=2) + "\n")
        return 0 if all(finding.passed for finding in findings) else 1
    finally:
        if not options.work:
            shutil.rmtree(work, ignore_errors=True)


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Compare the classic transcription with our jobs.")
    parser.add_argument("--input", type=Path, help="CSV to use (default: generated, 913,000 rows)")
    parser.add_argument("--work", help="folder for all outputs, kept (default: a temporary one, removed)")
    parser.add_argument("--memory", default="3g", help="Spark driver memory (default: %(default)s)")
    parser.add_argument("--cores", type=int, default=2, help="cores of local Spark (default: %(default)s)")
    parser.add_argument("--tuned", action="store_true", help="train the large forest too (minutes)")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    return parser.parse_args()


def generated(work: Path) -> Path:
    """Make the default data set."""
    target = work / "sales.csv"
    subprocess.run(
        [sys.executable, str(PIPELINE / "generator" / "generate.py"), "--out", str(target)], check=True
    )
    return target


def settings(memory: str, cores: int, work: Path) -> dict[str, str]:
    """The environment of every job of both sides."""
    conf = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
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
    page_mb = os.sysconf("SC_PAGE_SIZE") / 2**20
    ticks = os.sysconf("SC_CLK_TCK")
    while process.poll() is None:
        pids = tree(process.pid)
        seen.peak_mb = max(seen.peak_mb, sum(resident_pages(pid) for pid in pids) * page_mb)
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


def resident_pages(pid: int) -> int:
    """Resident pages of a process, 0 when it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0


def cpu_ticks(pid: int) -> int:
    """CPU time of a process in clock ticks, 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])
    except (OSError, IndexError):
        return 0


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
    theirs_all, ours_all = (sum(run.seconds for run in sides[side].values()) for side in ("classic", "ours"))
    print(f"{'all':<10}{theirs_all:>11.1f}{ours_all:>9.1f}{ours_all / theirs_all:>14.2f}")
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
