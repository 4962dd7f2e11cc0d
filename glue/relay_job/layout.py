"""Where a run's outputs lie: ``<output_root>/<area>/<pipeline>/run_id=<id>/...``, and nowhere else."""

from dataclasses import dataclass

AREAS = ("processed", "training", "eda", "features", "models", "predictions", "quarantine")


@dataclass(frozen=True)
class RunLayout:
    """The output addresses of one run; a run writes only under its own id."""

    output_root: str
    pipeline: str
    run_id: str

    def area(self, name: str) -> str:
        """The folder of an area, without a closing slash. Raises ValueError for an area that does not
        exist.
        """
        if name not in AREAS:
            raise ValueError(f"unknown area {name!r}; areas are {', '.join(AREAS)}")
        return f"{self.output_root}/{name}/{self.pipeline}/run_id={self.run_id}"

    def report(self, step: str) -> str:
        """The address of a step's report."""
        return f"{self.output_root}/metrics/{self.pipeline}/run_id={self.run_id}/{step}.json"
