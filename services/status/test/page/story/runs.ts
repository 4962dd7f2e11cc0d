import type { Run, RunPage, RunSummary } from '../../../page/src/api/types';
import { runSummarySchema } from '../../../src/domain/entities';
import { at, attempt, BUCKET, EVIL_KEY, entry, REJECTED, ROWS, RUN, RUNNING, step } from './pieces';

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

const line = (of: Run): RunSummary => runSummarySchema.parse(of);

export const runPage: RunPage = { runs: runs.map(line), nextCursor: 'older' };
export const olderPage: RunPage = { runs: [line({ ...failed, runId: '20261001T000000Z-aaaaaaaaaaaa' })], nextCursor: null };
export const rejectedPage: RunPage = { runs: [line(rejected)], nextCursor: null };
