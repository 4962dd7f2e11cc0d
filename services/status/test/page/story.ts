import type {
  AlertPage,
  Attempt,
  ChampionDecision,
  Costs,
  Health,
  Jobs,
  JournalEntry,
  Models,
  Pipeline,
  PipelineModels,
  Run,
  RunPage,
  Series,
  SeriesIndex,
  Step,
} from '../../page/src/api/types';

/** Times of the story, in UTC. */
const at = (clock: string, day = '2026-11-12'): string => `${day}T${clock}.000Z`;
export const RUN = '20261112T000000Z-3f2a9c41d07b';
export const RUNNING = '20261112T060000Z-77aa9c41d07b';
export const REJECTED = '20261112T050000Z-0c11f2a9de40';
const CHAMPION = '20261111T000000Z-11aa22bb33cc';
const BUCKET = 'relay-data-prod-000000000000';
/** A key that would run as script wherever markup is made of it. */
export const EVIL_KEY = 'raw/<img src=x onerror="window.wasRun=true">.csv';

const attempt = (number: number, state: string, from: string, to: string | null, error: string | null = null): Attempt => ({
  attempt: number,
  state,
  jobRunId: `jr_${number}abcdef0123456789`,
  start: at(from),
  end: to === null ? null : at(to),
  seconds: to === null ? null : (Date.parse(at(to)) - Date.parse(at(from))) / 1000,
  error,
  result: null,
  cost: to === null ? null : { dollars: 0.0147, dpuSeconds: 120 },
  logs: { outputGroup: '/aws-glue/jobs/output', errorGroup: '/aws-glue/jobs/error', stream: `jr_${number}abcdef0123456789` },
});

const jobNameOf = (step: string): string => `relay-prod-demand-forecast-${step}`;

const step = (name: string, after: string[], state: string, attempts: Attempt[], rows: Step['rows'] = null): Step => {
  const latest = attempts.at(-1);
  return {
    step: name,
    kind: 'glue-job',
    jobName: jobNameOf(name),
    after,
    state,
    attempts: attempts.length,
    start: latest?.start ?? null,
    end: latest?.end ?? null,
    seconds: latest?.seconds ?? null,
    jobRunId: latest?.jobRunId ?? null,
    error: latest?.error ?? null,
    result: null,
    attemptDetails: attempts,
    rows,
    checks: rows ? [{ name: 'dates are unbroken', passed: true, detail: '731 days, none missing' }] : [],
    durations: rows ? { read: 2.1, write: 3.4 } : {},
    outputs: {},
    cost: latest?.cost ?? null,
    logs: latest?.logs ?? null,
  };
};

const entry = (
  sequence: number,
  clock: string,
  name: string | null,
  from: string | null,
  to: string,
  cause: string,
  by: string | null = null,
): JournalEntry => ({
  sequence,
  at: at(clock),
  step: name,
  attempt: name === null ? null : 1,
  from,
  to,
  error: null,
  cause: { type: cause, id: `event-${sequence}`, by } as JournalEntry['cause'],
});

const ROWS = { in: 913_000, out: 912_988, quarantined: 12 };
const FLAKY = 'FAILED: java.io.IOException: No space left on device\n  at org.apache.spark.storage.DiskBlockObjectWriter';

/** A run whose training failed once and then succeeded. */
export const run: Run = {
  runId: RUN,
  pipeline: 'demand-forecast',
  state: 'SUCCEEDED',
  dataset: { bucket: BUCKET, key: 'raw/train.csv', versionId: 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e', size: 17_333_449 },
  createdAt: at('00:00:01'),
  startedAt: at('00:00:20'),
  endedAt: at('00:03:30'),
  seconds: 190,
  error: null,
  rejection: null,
  supersededBy: null,
  redrives: 0,
  parameters: { tuned: true, variant: 'classic' },
  progress: { done: 4, steps: 4 },
  steps: [
    step('clean', [], 'SUCCEEDED', [attempt(1, 'SUCCEEDED', '00:00:21', '00:00:58')], ROWS),
    step('explore', ['clean'], 'SUCCEEDED', [attempt(1, 'SUCCEEDED', '00:00:58', '00:01:20')], {
      in: 912_988,
      out: 500,
      quarantined: 0,
    }),
    step('features', ['clean'], 'SUCCEEDED', [attempt(1, 'SUCCEEDED', '00:00:59', '00:01:31')], {
      in: 912_988,
      out: 912_988,
      quarantined: 0,
    }),
    step(
      'train',
      ['features'],
      'SUCCEEDED',
      [attempt(1, 'FAILED', '00:01:31', '00:02:10', FLAKY), attempt(2, 'SUCCEEDED', '00:02:40', '00:03:30')],
      {
        in: 912_988,
        out: 182_598,
        quarantined: 0,
      },
    ),
  ],
  rows: ROWS,
  models: [
    {
      model: 'poisson-regression',
      variant: 'classic',
      split: 'random',
      metrics: { rmse: 7.8123, smape: 12.41, mae: 5.9 },
      baseline: { name: 'seasonal-naive', metrics: { rmse: 10.2 } },
      rows: { train: 730_390, test: 182_598 },
    },
    {
      model: 'random-forest',
      variant: 'classic',
      split: 'random',
      metrics: { rmse: 8.412, smape: 13.02, mae: 6.3 },
      baseline: null,
      rows: {},
    },
  ],
  drift: [],
  outputs: {
    processed: `s3://${BUCKET}/processed/demand-forecast/run_id=${RUN}/`,
    models: `s3://${BUCKET}/models/demand-forecast/run_id=${RUN}/`,
  },
  cost: { dollars: 0.0735, dpuSeconds: 600 },
  journal: [
    entry(1, '00:00:01', null, null, 'QUEUED', 'dataset-accepted'),
    entry(2, '00:00:20', null, 'QUEUED', 'RUNNING', 'slot-free'),
    entry(3, '00:00:21', 'clean', 'PENDING', 'STARTING', 'slot-free'),
    entry(4, '00:00:58', 'clean', 'RUNNING', 'SUCCEEDED', 'glue-event'),
    { ...entry(5, '00:02:10', 'train', 'RUNNING', 'WAITING', 'glue-event'), error: FLAKY },
    entry(6, '00:02:40', 'train', 'WAITING', 'STARTING', 'timer'),
    entry(7, '00:03:30', null, 'RUNNING', 'SUCCEEDED', 'glue-event'),
  ],
  journalTruncated: false,
};

/** A run at work, of which the first step is done. */
export const running: Run = {
  ...run,
  runId: RUNNING,
  state: 'RUNNING',
  dataset: { ...run.dataset, key: EVIL_KEY },
  createdAt: at('06:00:00'),
  startedAt: at('06:00:01'),
  endedAt: null,
  seconds: null,
  progress: { done: 1, steps: 4 },
  steps: [
    step('clean', [], 'SUCCEEDED', [attempt(1, 'SUCCEEDED', '06:00:02', '06:00:40')], ROWS),
    step('explore', ['clean'], 'RUNNING', [attempt(1, 'RUNNING', '06:00:41', null)]),
    step('features', ['clean'], 'WAITING', [attempt(1, 'FAILED', '06:00:41', '06:00:50', FLAKY)]),
    step('train', ['features'], 'PENDING', []),
  ],
  models: [],
  outputs: {},
};

/** A file that ingest refused, in the shape of a run. */
export const rejected: Run = {
  ...run,
  runId: REJECTED,
  state: 'REJECTED',
  dataset: { bucket: BUCKET, key: 'raw/wrong.csv', versionId: null, size: 120 },
  startedAt: null,
  endedAt: at('05:00:00'),
  createdAt: at('05:00:00'),
  seconds: null,
  error: 'raw/wrong.csv has no column "sales"; its header is date, store, item, Sale.',
  rejection: {
    reason: 'missing-columns',
    message: 'raw/wrong.csv has no column "sales"; its header is date, store, item, Sale.',
    remedy: 'Name the columns date, store, item, sales (any order) in the first line and drop the file again.',
    quarantineKey: 'quarantine/demand-forecast/2026-11-12/missing-columns/20261112T000000Z-3f2a9c41d07b/wrong.csv',
  },
  parameters: {},
  progress: { done: 0, steps: 0 },
  steps: [],
  rows: null,
  models: [],
  outputs: {},
  cost: null,
  journal: [],
};

/** A run that failed, was redriven a day later and failed again. */
export const failed: Run = {
  ...run,
  runId: '20261110T000000Z-5e5e5e5e5e5e',
  state: 'FAILED',
  error: 'Step clean failed: no row has a value in column "sales".',
  redrives: 1,
  createdAt: '2026-11-10T00:00:00.000Z',
  startedAt: '2026-11-10T00:00:01.000Z',
  endedAt: at('00:00:40'),
  seconds: 172_839,
  progress: { done: 4, steps: 4 },
  steps: [
    {
      ...step('clean', [], 'FAILED', [
        attempt(2, 'FAILED', '00:00:21', '00:00:40', 'JobDataError: no row has a value in column "sales".'),
      ]),
      attempts: 2,
      attemptDetails: [
        {
          ...attempt(1, 'FAILED', '00:00:21', '00:00:40', 'JobDataError'),
          start: '2026-11-10T00:00:01.000Z',
          end: '2026-11-10T00:00:20.000Z',
          seconds: 19,
        },
        attempt(2, 'FAILED', '00:00:21', '00:00:40', 'JobDataError: no row has a value in column "sales".'),
      ],
    },
    step('explore', ['clean'], 'SKIPPED', []),
    step('features', ['clean'], 'SKIPPED', []),
    step('train', ['features'], 'SKIPPED', []),
  ],
  rows: null,
  models: [],
  outputs: {},
  journal: [
    { ...entry(1, '00:00:00', null, null, 'RUNNING', 'dataset-accepted'), at: '2026-11-10T00:00:01.000Z' },
    { ...entry(2, '00:00:00', null, 'RUNNING', 'FAILED', 'glue-event'), at: '2026-11-10T00:00:20.500Z' },
    entry(3, '00:00:20', null, 'FAILED', 'RUNNING', 'command', 'ada@example.org'),
    entry(4, '00:00:40', null, 'RUNNING', 'FAILED', 'glue-event'),
  ],
};

export const runs = [running, rejected, run, failed];

const line = ({
  runId,
  pipeline,
  state,
  dataset,
  createdAt,
  startedAt,
  endedAt,
  seconds,
  error,
  rejection,
  supersededBy,
  redrives,
}: Run) => ({
  runId,
  pipeline,
  state,
  dataset,
  createdAt,
  startedAt,
  endedAt,
  seconds,
  error,
  rejection,
  supersededBy,
  redrives,
});

export const runPage: RunPage = { runs: runs.map(line), nextCursor: 'older' };
export const olderPage: RunPage = { runs: [line({ ...failed, runId: '20261001T000000Z-aaaaaaaaaaaa' })], nextCursor: null };
export const rejectedPage: RunPage = { runs: [line(rejected)], nextCursor: null };

const reference = ({ runId, state, createdAt, startedAt, endedAt, seconds }: Run) => ({
  runId,
  state: state === 'REJECTED' ? ('FAILED' as const) : state,
  createdAt,
  startedAt,
  endedAt,
  seconds,
});

const definition: Pipeline['definition'] = {
  version: '9b1c2d3e4f5061728394a5b6c7d8e9f0',
  input: {
    prefix: 'raw/',
    suffix: ['.csv', '.csv.gz'],
    columns: ['date', 'store', 'item', 'sales'].map((name) => ({ name, type: 'any' })),
    extraColumns: 'allow',
    maxBytes: null,
    batch: null,
    partition: null,
  },
  concurrency: { maxRuns: 1, whenBusy: 'queue', queueTimeoutMinutes: 1440 },
  timeoutMinutes: 120,
  alerts: { deadlineMinutes: 60, noSuccessWithinHours: 24 },
  parameters: {},
  steps: run.steps.map(({ step: name, after }) => ({
    name,
    kind: 'glue-job',
    jobName: jobNameOf(name),
    after: after.map((before) => ({ step: before, on: 'success' })),
    timeoutMinutes: 60,
  })),
};

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

const contender = { runId: CHAMPION, model: 'poisson-regression', variant: 'classic', split: 'random', value: 7.71 };
const decision: ChampionDecision = {
  pipeline: 'demand-forecast',
  sequence: 7,
  outcome: 'promoted',
  metric: 'rmse',
  higherIsBetter: false,
  challenger: contender,
  previous: { ...contender, runId: '20261101T000000Z-000000000000', value: 8.02 },
  champion: contender,
  reason: 'rmse 7.71 is 3.9% better than 8.02 of the champion.',
  decidedBy: 'policy',
  decidedAt: '2026-11-11T00:04:00.000Z',
};

export const models: Models = {
  models: run.models.map(({ model, variant, split, metrics }) => ({
    pipeline: 'demand-forecast',
    model,
    variant,
    split,
    metrics,
    runId: RUN,
    evaluatedAt: at('00:03:29'),
  })),
  champions: [decision],
};

const VALUES = [8.02, 7.95, 7.99, 8.08, 7.9, 7.84, 7.93, 7.88, 7.95, 7.71, 9.8, 7.81];
const trendOf = (model: string, shift: number): PipelineModels['trends'][number] => ({
  model,
  variant: 'classic',
  split: 'random',
  metric: 'rmse',
  points: VALUES.map((value, index) => ({
    runId: index === 9 ? CHAMPION : `202611${String(index + 1).padStart(2, '0')}T000000Z-00000000000a`,
    evaluatedAt: `2026-11-${String(index + 1).padStart(2, '0')}T00:04:00.000Z`,
    value: value + shift,
    baseline: 10.2,
    withinLimits: value < 9,
  })),
  stability: {
    points: VALUES.length,
    mean: 8.07 + shift,
    standardDeviation: 0.55,
    coefficientOfVariation: 0.068,
    limits: { lower: 7.2 + shift, upper: 8.9 + shift },
    verdict: 'unstable',
  },
});

export const pipelineModels: PipelineModels = {
  pipeline: 'demand-forecast',
  metric: 'rmse',
  metrics: ['rmse', 'smape'],
  trends: [trendOf('poisson-regression', 0), trendOf('random-forest', 0.6)],
  champion: contender,
  decisions: [
    decision,
    {
      ...decision,
      sequence: 6,
      outcome: 'kept',
      reason: 'rmse 8.10 is not better than 8.02.',
      decidedAt: '2026-11-10T00:04:00.000Z',
    },
  ],
  drift: [],
};

export const seriesIndex: SeriesIndex & { schemaVersion: 1 } = {
  schemaVersion: 1,
  title: 'Daily sales',
  dimensions: ['store', 'item'],
  series: ['1', '2', '10'].flatMap((store) =>
    ['1', '2'].map((item) => ({ seriesId: `store-${store}.item-${item}`, keys: { store, item }, file: 'part-0000' })),
  ),
};

/** 60 days of actual sales and 74 of forecast. */
export const series = (seriesId: string): Series & { schemaVersion: 1 } => {
  const days = Array.from({ length: 74 }, (_none, day) => day);
  const level = (day: number): number => 20 + 6 * Math.sin((2 * Math.PI * day) / 7) + day / 10;
  const values = days.map((day) => level(day) + 0.6);
  return {
    schemaVersion: 1,
    seriesId,
    keys: seriesIndex.series.find((known) => known.seriesId === seriesId)?.keys ?? {},
    unit: 'sales per day',
    times: days.map((day) => new Date(Date.UTC(2017, 10, 1 + day)).toISOString().slice(0, 10)),
    actual: days.map((day) => (day < 60 ? Math.round(level(day) + 3 * Math.sin(day * 5)) : null)),
    forecasts: [
      { model: 'poisson-regression', values, lower: values.map((value) => value - 4), upper: values.map((value) => value + 4) },
    ],
  };
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
