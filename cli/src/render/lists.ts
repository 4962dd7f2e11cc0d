import type { Evaluation, Job, RunSummary } from '../status-api/schemas';
import { age, duration, moment } from './format';
import { leadingText } from './metrics';
import { table } from './table';

/** Runs, one per line of a narrow terminal: their ids tell the time, and their pipeline is told where there are several. */
export const runsTable = (runs: readonly RunSummary[], now: Date, width?: number): string => {
  const isMixed = new Set(runs.flatMap(({ pipeline }) => pipeline ?? [])).size > 1;
  return table(
    [
      { head: 'RUN' },
      { head: 'STATE' },
      { head: 'TIME', align: 'right', leaves: 1 },
      { head: 'CREATED', leaves: 2 },
      ...(isMixed ? [{ head: 'PIPELINE', shrinks: true }] : []),
      { head: 'FILE', shrinks: true },
    ],
    runs.map((run) => [
      run.runId,
      run.state,
      run.seconds === null ? '-' : duration(run.seconds),
      age(run.createdAt, now),
      ...(isMixed ? [run.pipeline ?? '-'] : []),
      run.dataset?.key ?? '-',
    ]),
    'No runs. Drop a file: `npx relay drop FILE`.',
    width,
  );
};

/** Glue jobs, one per line. */
export const jobsTable = (jobs: readonly Job[], now: Date, width?: number): string =>
  table(
    [
      { head: 'JOB', shrinks: true },
      { head: 'LATEST STATUS' },
      { head: 'STARTED ON (UTC)', leaves: 1 },
      { head: 'SECONDS', align: 'right', leaves: 2 },
    ],
    jobs.map((job) => [
      job.name,
      job.status ?? 'never ran',
      moment(job.startedOn, now),
      job.executionTime === null ? '-' : String(job.executionTime),
    ]),
    'No job has run yet.',
    width,
  );

/** Model evaluations, one per line. */
export const modelsTable = (models: readonly Evaluation[], now: Date, width?: number): string =>
  table(
    [
      { head: 'MODEL', shrinks: true },
      { head: 'VARIANT' },
      { head: 'METRIC' },
      { head: 'EVALUATED', leaves: 2 },
      { head: 'RUN', leaves: 1 },
    ],
    models.map((model) => [
      model.model,
      model.variant ?? '-',
      leadingText(model.metrics),
      age(model.evaluatedAt, now),
      model.runId ?? '-',
    ]),
    'No model has been evaluated yet.',
    width,
  );
