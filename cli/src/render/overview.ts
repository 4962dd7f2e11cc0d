import type { Alert, Costs, Dataset, Health, Pipeline } from '../status-api/overview-schemas';
import { age, bytes, count, duration, moment } from './format';
import { table } from './table';

const MS_PER_SECOND = 1000;
const PERCENT = 100;

/** Pipelines, one per line. */
export const pipelinesTable = (pipelines: readonly Pipeline[], now: Date, width?: number): string =>
  table(
    [
      { head: 'PIPELINE', shrinks: true },
      { head: 'STATE' },
      { head: 'RUNNING', align: 'right', leaves: 4 },
      { head: 'QUEUED', align: 'right', leaves: 4 },
      { head: 'SUCCESS', align: 'right' },
      { head: 'P50', align: 'right', leaves: 2 },
      { head: 'P95', align: 'right', leaves: 5 },
      { head: 'LAST SUCCESS', leaves: 1 },
      { head: 'NEXT DUE', leaves: 3 },
    ],
    pipelines.map((pipeline) => [
      pipeline.pipeline,
      pipeline.state,
      count(pipeline.running.length),
      count(pipeline.queued),
      pipeline.successRate === null ? '-' : `${Math.round(pipeline.successRate * PERCENT)}%`,
      pipeline.p50Seconds === null ? '-' : duration(pipeline.p50Seconds),
      pipeline.p95Seconds === null ? '-' : duration(pipeline.p95Seconds),
      age(pipeline.lastSuccess?.endedAt ?? null, now),
      dueIn(pipeline.nextDue, now),
    ]),
    'No pipeline is deployed, and none had a run.',
    width,
  );

const dueIn = (nextDue: string | null, now: Date): string => {
  if (nextDue === null) return '-';
  const seconds = (Date.parse(nextDue) - now.getTime()) / MS_PER_SECOND;
  return seconds < 0 ? 'overdue' : `in ${duration(seconds)}`;
};

/** A data set's versions with their runs, one run per line; a rejection with what to do. */
export const datasetReport = ({ key, versions }: Dataset, now: Date, width?: number): string => {
  const runs = versions.flatMap(({ versionId, size, runs: ofVersion }) => ofVersion.map((run) => ({ versionId, size, run })));
  const rejections = runs.flatMap(({ run }) => (run.rejection ? [{ runId: run.runId, ...run.rejection }] : []));
  return [
    `Data set    ${key}\n`,
    table(
      [
        { head: 'VERSION', shrinks: true },
        { head: 'SIZE', align: 'right', leaves: 1 },
        { head: 'RUN' },
        { head: 'STATE' },
        { head: 'CREATED', leaves: 2 },
      ],
      runs.map(({ versionId, size, run }) => [versionId ?? '-', bytes(size), run.runId, run.state, age(run.createdAt, now)]),
      'It has no version.',
      width,
    ),
    ...rejections.map(
      ({ runId, message, remedy }) => `${runId} was rejected: ${message}\n${remedy ? `What to do: ${remedy}\n` : ''}`,
    ),
  ].join('\n');
};

const dollars = (amount: number): string => `$${amount.toFixed(4)}`;

/** Costs, a line for each day and pipeline, and their sum. */
export const costsTable = ({ from, to, dollars: total, days }: Costs, width?: number): string =>
  `${table(
    [
      { head: 'DAY (UTC)' },
      { head: 'PIPELINE', shrinks: true },
      { head: 'ATTEMPTS', align: 'right' },
      { head: 'DPU-SECONDS', align: 'right' },
      { head: 'COST', align: 'right' },
    ],
    days.flatMap(({ date, pipelines }) =>
      pipelines.map((line) => [date, line.pipeline, count(line.attempts), count(line.dpuSeconds), dollars(line.dollars)]),
    ),
    'Glue billed nothing in this time.',
    width,
  )}\nTogether    ${dollars(total)} from ${from} to ${to}, at the configured prices\n`;

/** Alerts, one per line. */
export const alertsTable = (alerts: readonly Alert[], now: Date, width?: number): string =>
  table(
    [
      { head: 'WHEN', leaves: 1 },
      { head: 'KIND' },
      { head: 'PIPELINE', shrinks: true },
      { head: 'RUN', leaves: 2 },
      { head: 'WHAT', shrinks: true },
    ],
    alerts.map(({ at, kind, pipeline, runId, message }) => [age(at, now), kind, pipeline, runId ?? '-', message]),
    'No alert: no deadline was missed and nothing drifted.',
    width,
  );

/** How the system itself is. */
export const healthReport = ({ status, projection, deadLetters, sweeps }: Health, now: Date): string => {
  const stuck = deadLetters.filter(({ messages }) => messages > 0);
  const lag =
    projection.lagSeconds === null
      ? 'not known yet'
      : `${duration(projection.lagSeconds)} at ${moment(projection.lastProjectedAt, now)}`;
  return [
    `Status        ${status}`,
    `Read model    lag ${lag}; ${count(projection.waiting)} events wait`,
    ...sweeps.map(({ service, at, found }) => `Sweep         ${service}: ${moment(at, now)}, found ${count(found)}`),
    stuck.length === 0 ? `Dead letters  none in ${count(deadLetters.length)} queues` : '',
    ...stuck.map(({ queue, messages }) => `Dead letters  ${queue}: ${count(messages)}`),
    ...(stuck.length === 0 ? [] : ['What to do: see `npx relay dlq list`.']),
    '',
  ]
    .filter((line, index, all) => line !== '' || index === all.length - 1)
    .join('\n');
};
