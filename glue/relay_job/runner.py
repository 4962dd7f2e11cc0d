"""The ordinary Glue header, once: arguments, context, ``Job.init``, the step, its report, ``Job.commit``."""

import logging
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from pyspark.sql import SparkSession

from relay_job.arguments import VARIANT, JobArguments, command_line, parse_arguments
from relay_job.files import write_text
from relay_job.layout import RunLayout
from relay_job.profile import ColumnProfile
from relay_job.report import Check, JobReport, ModelEvaluation, RowCounts

logger = logging.getLogger("relay_job")


@dataclass
class JobContext:
    """What a step gets: the session, its arguments, the places to write to, and a stopwatch."""

    spark: SparkSession
    arguments: JobArguments
    layout: RunLayout
    durations: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Measure a part of the step; its seconds go into the report under ``name``, and into the log."""
        begun = time.perf_counter()
        yield
        self.durations[name] = time.perf_counter() - begun
        logger.info("%s: %.1f s", name, self.durations[name])

    def report(
        self,
        variant: str,
        rows: RowCounts,
        outputs: Mapping[str, str],
        checks: Sequence[Check] = (),
        models: Sequence[ModelEvaluation] = (),
        profile: Sequence[ColumnProfile] = (),
    ) -> JobReport:
        """The report of this step, with what the context knows filled in."""
        return JobReport(
            pipeline=self.arguments.pipeline,
            run_id=self.arguments.run_id,
            step=self.arguments.step,
            attempt=self.arguments.attempt,
            variant=variant,
            rows=rows,
            checks=checks,
            models=models,
            outputs=outputs,
            durations=self.durations,
            profile=profile,
        )


Step = Callable[[JobContext], JobReport]


def run_job(step: Step, parameters: Sequence[str] = (VARIANT,)) -> None:
    """Run a step as a Glue job; ``parameters`` are the run parameters that it reads.

    The report is written last, after everything that the step wrote: where it is, the step is complete. A
    step that raises writes no report, and Glue records the error.
    """
    from awsglue.context import GlueContext
    from awsglue.job import Job
    from awsglue.utils import getResolvedOptions
    from pyspark.context import SparkContext

    _log_to_stdout()
    arguments = parse_arguments(command_line(), parameters, getResolvedOptions)
    glue_context = GlueContext(SparkContext.getOrCreate())
    job = Job(glue_context)
    job.init(arguments.job_name, {"JOB_NAME": arguments.job_name})

    layout = RunLayout(arguments.output_root, arguments.pipeline, arguments.run_id)
    context = JobContext(glue_context.spark_session, arguments, layout)
    logger.info("run %s, step %s, attempt %d", arguments.run_id, arguments.step, arguments.attempt)
    with context.timed("total"):
        report = step(context)
    write_report(context, report)
    job.commit()


def write_report(context: JobContext, report: JobReport) -> None:
    """Write the report to its place, with the durations measured until now."""
    complete = replace(report, durations=context.durations)
    write_text(context.spark, context.layout.report(report.step), complete.to_text())


def together(*actions: Callable[[], None]) -> None:
    """Run Spark actions at the same time, so that one fills the cores that another leaves idle.

    All are waited for; the first error, in the order given, is raised.
    """
    with ThreadPoolExecutor(max_workers=len(actions)) as pool:
        futures = [pool.submit(action) for action in actions]
    for future in futures:
        future.result()


def _log_to_stdout() -> None:
    """Messages of the jobs go to stdout, which Glue keeps in its output log; Spark's own stay where they
    are.
    """
    logging.basicConfig(
        stream=sys.stdout, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("py4j").setLevel(logging.WARNING)
