import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { stepReported } from '@glue-relay/shared/events/step-reported';
import type { StepStateChange } from '@glue-relay/shared/events/step-state-change';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';

export const PIPELINES = ['sales', 'churn', 'deposit', 'stock', 'price'];
const STEPS = ['clean', 'explore', 'features', 'train'];
const MINUTE_MS = 60_000;
const BEGIN = Date.UTC(2020, 0, 1);

export const jobNameOf = (pipeline: string, step: string): string => `relay-local-${pipeline}-${step}`;
/** The 20 jobs of the benchmark. */
export const JOB_NAMES = PIPELINES.flatMap((pipeline) => STEPS.map((step) => jobNameOf(pipeline, step)));

const iso = (at: number): string => new Date(at).toISOString();
export const pipelineOf = (run: number): string => PIPELINES[run % PIPELINES.length] ?? '';
export const runIdOf = (run: number): string =>
  `${iso(BEGIN + run * MINUTE_MS)
    .slice(0, 19)
    .replaceAll(/[-:]/g, '')}Z-${run.toString(16).padStart(12, '0')}`;

const delivered = (source: string, detailType: string, detail: object): object => ({
  id: 'an-id',
  account: '000000000000',
  region: 'us-east-1',
  time: '2026-11-12T00:00:00Z',
  source,
  'detail-type': detailType,
  detail,
});

/** The end of a run, a minute after the one before; one in twenty failed. */
export const endOf = (run: number): object => {
  const at = BEGIN + run * MINUTE_MS;
  const isFailed = run % 20 === 7;
  const detail: RunStateChange = {
    ...runStateChange.example,
    runId: runIdOf(run),
    pipeline: pipelineOf(run),
    sequence: 15,
    state: isFailed ? 'FAILED' : 'SUCCEEDED',
    previousState: 'RUNNING',
    at: iso(at + 50_000),
    createdAt: iso(at),
    startedAt: iso(at + 1_000),
    endedAt: iso(at + 50_000),
    dataset: { ...runStateChange.example.dataset, key: `raw/${pipelineOf(run)}/${run % 1_000}.csv`, versionId: `version-${run}` },
    steps: STEPS.map((step, index) => ({
      step,
      kind: 'glue-job' as const,
      jobName: jobNameOf(pipelineOf(run), step),
      after: index === 0 ? [] : [STEPS[index - 1] ?? ''],
    })),
    error: isFailed ? 'Step train failed: java.lang.OutOfMemoryError' : null,
  };
  return delivered(runStateChange.source, runStateChange.detailType, detail);
};

/** Every event of a run of four steps. */
export const storyOf = (run: number): object[] => {
  const at = BEGIN + run * MINUTE_MS;
  const stepEvents = STEPS.flatMap((step, index) =>
    (['STARTING', 'RUNNING', 'SUCCEEDED'] as const).map((state, change) => {
      const second = 1_000 * (2 + index * 12 + change * 5);
      const hasEnded = state === 'SUCCEEDED';
      const detail: StepStateChange = {
        ...stepStateChange.example,
        runId: runIdOf(run),
        pipeline: pipelineOf(run),
        sequence: 3 + index * 3 + change,
        step,
        jobName: jobNameOf(pipelineOf(run), step),
        state,
        previousState: state === 'STARTING' ? 'PENDING' : state === 'RUNNING' ? 'STARTING' : 'RUNNING',
        jobRunId: state === 'STARTING' ? null : `jr_${run}_${step}`,
        at: iso(at + second),
        startedAt: state === 'STARTING' ? null : iso(at + second),
        endedAt: hasEnded ? iso(at + second) : null,
        executionSeconds: hasEnded ? 5 : null,
        billed: hasEnded ? { dpuSeconds: 120, executionClass: 'STANDARD' } : null,
      };
      return delivered(stepStateChange.source, stepStateChange.detailType, detail);
    }),
  );
  const reports = STEPS.map((step) =>
    delivered(stepReported.source, stepReported.detailType, {
      ...stepReported.example,
      runId: runIdOf(run),
      pipeline: pipelineOf(run),
      step,
    }),
  );
  return [...stepEvents, ...reports, endOf(run)];
};
