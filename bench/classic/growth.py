"""How time and memory of the jobs grow with the rows."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from commands import JOBS, SIDES, Machine, generated
from measuring import Measured, measure, run_in_one_jvm

ROWS_OF_ITEM = 18_260


@dataclass(frozen=True)
class Point:
    """One side's jobs on ``scale`` times the rows."""

    side: str
    scale: int
    rows: int
    jobs: Mapping[str, Measured]

    @property
    def seconds(self) -> float:
        """Wall seconds of all jobs."""
        return sum(run.seconds for run in self.jobs.values())

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds of all jobs."""
        return sum(run.cpu_seconds for run in self.jobs.values())

    @property
    def peak_mb(self) -> float:
        """The most memory that a job took."""
        return max(run.peak_mb for run in self.jobs.values())

    def to_json(self) -> dict[str, object]:
        """The JSON form."""
        jobs = {job: round(run.seconds, 2) for job, run in self.jobs.items()}
        figures = {"seconds": round(self.seconds, 2), "cpuSeconds": round(self.cpu_seconds, 2)}
        return {"side": self.side, "rows": self.rows, **figures, "peakMb": round(self.peak_mb), "jobs": jobs}


def grow(
    scales: Sequence[int],
    items: int,
    classic_to: int,
    machine: Machine,
    once: Mapping[str, Mapping[str, Measured]],
) -> list[Point]:
    """Run the jobs on so many times ``items``, the transcription up to ``classic_to``; outputs are removed.

    ``once`` is what was measured already on the items once, by side and job; empty where nothing was.
    """
    points = []
    for scale in scales:
        rows = scale * items * ROWS_OF_ITEM
        if scale == 1 and once:
            points += [Point(side, 1, rows, once[side]) for side in SIDES]
            continue
        scaled = replace(machine, work=machine.work / f"scale-{scale}")
        scaled.work.mkdir(exist_ok=True)
        source = generated(scaled.work, items * scale)
        for side in SIDES:
            if side == "ours" or scale <= classic_to:
                jobs = scaled.jobs(side, source)
                runs = {name: measure(partial(run_in_one_jvm, scaled, [jobs[name]])) for name in JOBS}
                points.append(Point(side, scale, rows, runs))
        shutil.rmtree(scaled.work)
    return points


def print_growth(points: Sequence[Point]) -> None:
    """Print seconds by job, all seconds beside those of the smallest scale, and memory."""
    if not points:
        return
    heads = "".join(f"{job + ' s':>12}" for job in JOBS)
    print(
        f"\n{'rows':>12} {'side':<8}{heads}{'all s':>9}{'CPU s':>9}"
        f"{'rows x':>8}{'time x':>8}{'CPU x':>8}{'peak MB':>9}"
    )
    for point in points:
        first = next(one for one in points if one.side == point.side)
        seconds = "".join(f"{point.jobs[job].seconds:>12.1f}" for job in JOBS)
        print(
            f"{point.rows:>12,} {point.side:<8}{seconds}{point.seconds:>9.1f}{point.cpu_seconds:>9.1f}"
            f"{point.scale / first.scale:>8.0f}{point.seconds / first.seconds:>8.1f}"
            f"{point.cpu_seconds / first.cpu_seconds:>8.1f}{point.peak_mb:>9.0f}"
        )
