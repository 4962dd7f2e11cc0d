import type { Evaluation, Job, RunSummary } from '../status-api/schemas';
import { duration, moment } from './format';
import { rmseOf } from './run-report';
import { table } from './table';

/** Runs, one per line. */
export const runsTable = (runs: readonly RunSummary[], now: Date): string =>
  table(
    [
      { head: 'RUN' },
      { head: 'STATE' },
      { head: 'TIME', align: 'right' },
      { head: 'CREATED (UTC)' },
      { head: 'PIPELINE' },
      { head: 'FILE' },
    ],
    runs.map((run) => [
      run.runId,
      run.state,
      run.seconds === null ? '-' : duration(run.seconds),
      moment(run.createdAt, now),
      run.pipeline ?? '-',
      run.dataset?.key ?? '-',
    ]),
    'No runs. Drop a file: `relay drop FILE`.',
  );

/** Glue jobs, one per line. */
export const jobsTable = (jobs: readonly Job[], now: Date): string =>
  table(
    [
      { head: 'JOB' },
      { head: 'LATEST STATUS' },
      { head: 'STARTED ON (UTC)' },
      { head: 'SECONDS', align: 'right' },
      { head: 'RUN' },
    ],
    jobs.map((job) => [
      job.name,
      job.status ?? 'never ran',
      moment(job.startedOn, now),
      job.executionTime === null ? '-' : String(job.executionTime),
      job.runId ?? '-',
    ]),
    'No job has run yet.',
  );

/** Model evaluations, one per line. */
export const modelsTable = (models: readonly Evaluation[], now: Date): string =>
  table(
    [
      { head: 'MODEL' },
      { head: 'VARIANT' },
      { head: 'RMSE', align: 'right' },
      { head: 'SPLIT' },
      { head: 'PIPELINE' },
      { head: 'RUN' },
      { head: 'EVALUATED (UTC)' },
    ],
    models.map((model) => [
      model.model,
      model.variant ?? '-',
      rmseOf(model.metrics),
      model.split ?? '-',
      model.pipeline ?? '-',
      model.runId ?? '-',
      moment(model.evaluatedAt, now),
    ]),
    'No model has been evaluated yet.',
  );
