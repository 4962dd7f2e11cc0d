import type { Run } from '../src/status-api/schemas';
import { runSchema } from '../src/status-api/schemas';

const RUN_ID = '20261112T000000Z-3f2a9c41d07b';

const step = (name: string, seconds: number) => ({
  step: name,
  jobName: `relay-local-demand-forecast-${name}`,
  state: 'SUCCEEDED',
  attempts: 1,
  start: '2026-11-12T00:00:03.000Z',
  end: '2026-11-12T00:00:20.000Z',
  seconds,
  jobRunId: `jr_${name}`,
  error: null,
  rows: { in: 913000, out: 913000, quarantined: 0 },
});

/** A run that went well, as the status API gives it. */
export const succeededRun: Run = runSchema.parse({
  runId: RUN_ID,
  pipeline: 'demand-forecast',
  state: 'SUCCEEDED',
  dataset: { bucket: 'relay-data-local-000000000000', key: 'raw/train.csv', versionId: 'v1', size: 17333449 },
  parameters: { tuned: false },
  createdAt: '2026-11-12T00:00:01.500Z',
  startedAt: '2026-11-12T00:00:02.000Z',
  endedAt: '2026-11-12T00:01:07.300Z',
  seconds: 65.3,
  steps: [step('clean', 17.2), step('train', 30)],
  rows: { in: 913000, out: 273900, quarantined: 0 },
  models: [{ model: 'linear-regression', variant: 'classic', split: 'random-70-30-seed-42', metrics: { rmse: 8.87654321 } }],
  outputs: {},
});

/** The same run, ended by a step that failed. */
export const failedRun: Run = {
  ...succeededRun,
  state: 'FAILED',
  error: 'Step train failed',
  models: [],
  steps: succeededRun.steps.map((one) =>
    one.step === 'train' ? { ...one, state: 'FAILED', attempts: 3, rows: null, error: 'ValueError: no rows' } : one,
  ),
};

/** A file that was refused before any run began. */
export const rejectedRun: Run = runSchema.parse({
  runId: RUN_ID,
  state: 'REJECTED',
  dataset: { bucket: 'b', key: 'raw/bad.csv' },
  rejection: {
    reason: 'missing-columns',
    message: 'raw/bad.csv has no column "sales".',
    remedy: 'Name the columns.',
    quarantineKey: null,
  },
});
