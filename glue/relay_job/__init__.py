"""What every Glue job of every pipeline shares: arguments, output layout, the report, the Glue header.

Nothing in here knows a pipeline. Only :mod:`relay_job.runner` touches ``awsglue``, so every other module
imports and tests without Glue.
"""

from relay_job.acceptance import MAX_QUARANTINED, Quarantine, accept_rows
from relay_job.arguments import JobArguments
from relay_job.columns import ColumnRule
from relay_job.errors import JobArgumentError, JobDataError, JobError
from relay_job.layout import RunLayout
from relay_job.report import Baseline, Check, JobReport, ModelEvaluation, RowCounts
from relay_job.rows import RowSchema
from relay_job.runner import JobContext, run_job

__all__ = [
    "MAX_QUARANTINED",
    "Baseline",
    "Check",
    "ColumnRule",
    "JobArgumentError",
    "JobArguments",
    "JobContext",
    "JobDataError",
    "JobError",
    "JobReport",
    "ModelEvaluation",
    "Quarantine",
    "RowCounts",
    "RowSchema",
    "RunLayout",
    "accept_rows",
    "run_job",
]
