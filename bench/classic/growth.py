"""How wall time and memory of the jobs grow with the rows."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from commands import JOBS, classic_command, generated, our_command
from measuring import Measured, measure

ROWS = 913_000


@dataclass(frozen=True)
class Point:
    """One side's jobs on ``scale`` times the default rows."""

    side: str
    scale: int
    jobs: dict[str, Measured]

    @property
    def seconds(self) -> float:
        """Wall seconds of all jobs."""
        return sum(run.seconds for run in self.jobs.values())

    @property
    def peak_mb(self) -> float:
        """The most memory that a job took."""
        return max(run.peak_mb for run in self.jobs.values())

    def to_json(self) -> dict[str, object]:
        """The JSON form."""
        jobs = {job: round(run.seconds, 2) for job, run in self.jobs.items()}
        figures = {"seconds": round(self.seconds, 2), "peakMb": round(self.peak_mb)}
        return {"side": self.side, "rows": self.scale * ROWS, **figures, "jobs": jobs}


def grow(scales: Sequence[int], classic_to: int, work: Path, environment: dict[str, str]) -> list[Point]:
    """Run the jobs on each scale of the data, the transcription up to ``classic_to``; outputs are removed."""
    points = []
    for scale in scales:
        folder = work / f"scale-{scale}"
        folder.mkdir(exist_ok=True)
        source = generated(folder, scale)
        for side, command in (("classic", classic_command), ("ours", our_command)):
            if side == "ours" or scale <= classic_to:
                runs = {job: measure(command(job, source, folder, False), environment) for job in JOBS}
                points.append(Point(side, scale, runs))
        shutil.rmtree(folder)
    return points


def print_growth(points: Sequence[Point]) -> None:
    """Print seconds by job, all seconds beside those of the smallest scale, and memory."""
    if not points:
        return
    heads = "".join(f"{job + ' s':>12}" for job in JOBS)
    print(f"\n{'rows':>12} {'side':<8}{heads}{'all s':>9}{'rows x':>8}{'time x':>8}{'peak MB':>9}")
    for point in points:
        first = next(one for one in points if one.side == point.side)
        seconds = "".join(f"{point.jobs[job].seconds:>12.1f}" for job in JOBS)
        print(
            f"{point.scale * ROWS:>12,} {point.side:<8}{seconds}{point.seconds:>9.1f}"
            f"{point.scale / first.scale:>8.0f}{point.seconds / first.seconds:>8.1f}{point.peak_mb:>9.0f}"
        )
