import { examplePipeline, NO_ALERTS } from '@glue-relay/shared/pipeline/definition';
import type { AlertPage, Costs, Health, Jobs, Pipeline, Run } from '../../../page/src/api/types';
import { runReferenceSchema } from '../../../src/domain/history';
import { at, jobNameOf, RUN } from './pieces';
import { run, running } from './runs';

const reference = (of: Run) => runReferenceSchema.parse(of);

const definition = { ...examplePipeline, alerts: { ...NO_ALERTS, deadlineMinutes: 60, noSuccessWithinHours: 24 } };

export const pipelines: { pipelines: Pipeline[] } = {
  pipelines: [
    {
      pipeline: 'bank-deposit',
      state: 'NEVER_RUN',
      running: [],
      queued: 0,
      queuedIsPartial: false,
      lastRun: null,
      lastSuccess: null,
      nextDue: null,
      runsCounted: 0,
      successRate: null,
      p50Seconds: null,
      p95Seconds: null,
      definition: null,
    },
    {
      pipeline: 'demand-forecast',
      state: 'RUNNING',
      running: [reference(running)],
      queued: 2,
      queuedIsPartial: false,
      lastRun: reference(run),
      lastSuccess: reference(run),
      nextDue: '2026-11-13T00:03:30.000Z',
      runsCounted: 50,
      successRate: 0.98,
      p50Seconds: 61.2,
      p95Seconds: 190,
      definition,
    },
  ],
};

export const alerts: AlertPage = {
  alerts: [
    {
      alertId: `${RUN}#model-metric#poisson-regression/rmse`,
      kind: 'drift',
      pipeline: 'demand-forecast',
      runId: RUN,
      at: at('00:03:31'),
      message: 'rmse 9.80 of poisson-regression is above 8.30, the upper control limit of 12 runs.',
      drift: 'model-metric',
      subject: 'poisson-regression/rmse',
      value: 9.8,
      limits: { lower: 7.4, upper: 8.3 },
      runsCompared: 12,
      severity: 'alarm',
    },
    {
      alertId: 'no-success-demand-forecast',
      kind: 'no-success',
      pipeline: 'demand-forecast',
      runId: null,
      at: '2026-11-10T12:00:00.000Z',
      message: 'No run of demand-forecast has succeeded for 24 hours.',
      lastSuccess: null,
      since: '2026-11-09T12:00:00.000Z',
      noSuccessWithinHours: 24,
    },
  ],
  nextCursor: null,
};

export const jobs: Jobs = {
  jobs: run.steps.map(({ step: name, start, seconds }) => ({
    name: jobNameOf(name),
    pipeline: 'demand-forecast',
    step: name,
    status: 'SUCCEEDED',
    startedOn: start,
    executionTime: seconds,
    runId: RUN,
    jobRunId: 'jr_abcdef0123456789',
  })),
};

const DAYS = Array.from({ length: 30 }, (_none, day) => new Date(Date.UTC(2026, 9, 14 + day)).toISOString().slice(0, 10));
export const costs: Costs = {
  from: DAYS[0] ?? '',
  to: DAYS.at(-1) ?? '',
  prices: { currency: 'USD', dpuHour: 0.44, flexDpuHour: 0.29 },
  dollars: 4.83,
  pipelines: [
    { pipeline: 'demand-forecast', dollars: 4.2, dpuSeconds: 34_400, attempts: 120 },
    { pipeline: 'bank-deposit', dollars: 0.63, dpuSeconds: 5100, attempts: 30 },
  ],
  days: DAYS.filter((_day, index) => index % 6 !== 5).map((date, index) => {
    const lines = [
      { pipeline: 'demand-forecast', dollars: 0.12 + (index % 5) * 0.03, dpuSeconds: 1100, attempts: 4 },
      { pipeline: 'bank-deposit', dollars: 0.02, dpuSeconds: 170, attempts: 1 },
    ];
    return { date, dollars: lines.reduce((sum, { dollars }) => sum + dollars, 0), pipelines: lines };
  }),
};

export const health: Health = {
  status: 'degraded',
  projection: { lagSeconds: 0.21, lastEventAt: at('06:00:41'), lastProjectedAt: at('06:00:41'), waiting: 0 },
  deadLetters: [
    { queue: 'relay-prod-status-projection-dlq', messages: 3 },
    { queue: 'relay-prod-ingest-intake-dlq', messages: 0 },
  ],
  sweeps: [{ service: 'orchestrator', at: at('06:00:00'), found: 0 }],
};
