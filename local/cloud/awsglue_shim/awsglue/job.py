"""`awsglue.job`: Job.init and Job.commit. Job bookmarks do not exist locally."""

from __future__ import annotations

from collections.abc import Mapping

from awsglue.context import GlueContext


class Job:
    """The job object of a script."""

    def __init__(self, glue_context: GlueContext) -> None:
        self._glue_context = glue_context
        self.name = ""

    def init(self, job_name: str, args: Mapping[str, object] | None = None) -> None:
        """Begin the job. Its arguments are not needed here."""
        del args
        self.name = job_name

    def commit(self) -> None:
        """End the job."""
