import { outgoing } from '@glue-relay/shared/aws/event-bus';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import type { JobReport } from '@glue-relay/shared/job-report';
import { exampleJobReport } from '@glue-relay/shared/job-report';
import { jobNameOf } from '@glue-relay/shared/pipeline/names';

/** A pipeline that runs nothing: its journey says what the orchestrator and its job would of a run a day. */
export const PIPELINE = 'quality';
export const STEP = 'only';
/** RMSE of a run a day; the last is far off. */
const RMSE = [8, 7.99, 7.5, 7.52, 7.49, 7.51, 7.5, 9.9];
export const DAYS = RMSE.map((_, index) => index + 1);
/** The split that the pipeline's rule for its champion names. */
export const SPLIT = 'rolling-origin-3x90';

export const runIdOf = (day: number): string => `202510${String(day).padStart(2, '0')}T000000Z-3f2a9c41d07b`;
const atDay = (day: number): string => `2025-10-${String(day).padStart(2, '0')}T00:10:00.000Z`;

/** What a day's run reports: of the last day fewer rows, of another distribution, and a model that is far off. */
export const reportOf = (day: number): JobReport => {
  const [rows, low] = day === DAYS.length ? [400, 0.9] : [1_000, 0.5];
  return {
    ...exampleJobReport,
    pipeline: PIPELINE,
    runId: runIdOf(day),
    step: STEP,
    rows: { in: rows, out: rows, quarantined: 0 },
    models: exampleJobReport.models.map((model) => ({ ...model, split: SPLIT, metrics: { rmse: RMSE[day - 1] ?? 0 } })),
    profile: [
      {
        column: 'sales',
        missing: 0,
        rows,
        bins: [
          { label: 'low', upper: 10, count: Math.round(rows * low) },
          { label: 'high', upper: null, count: Math.round(rows * (1 - low)) },
        ],
      },
    ],
  };
};

/** What the orchestrator says of a day's run: two attempts of its step, of which the first failed. */
export const eventsOf = (day: number) => {
  const run = {
    ...runStateChange.example,
    pipeline: PIPELINE,
    runId: runIdOf(day),
    createdAt: atDay(day),
    startedAt: atDay(day),
  };
  const times = { startedAt: atDay(day), endedAt: atDay(day) };
  const step = {
    ...stepStateChange.example,
    ...times,
    pipeline: PIPELINE,
    runId: runIdOf(day),
    step: STEP,
    jobName: jobNameOf('local', PIPELINE, STEP),
  };
  return [
    outgoing(runStateChange, run),
    outgoing(stepStateChange, { ...step, state: 'WAITING', attempt: 1, jobRunId: `jr_${day}_1`, error: 'lost a node' }),
    outgoing(stepStateChange, { ...step, state: 'SUCCEEDED', attempt: 2, jobRunId: `jr_${day}_2` }),
    outgoing(runStateChange, { ...run, state: 'SUCCEEDED', sequence: 9, endedAt: atDay(day) }),
  ];
};
