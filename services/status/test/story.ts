import { championDecided } from '@glue-relay/shared/events/champion-decided';
import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { datasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import type { EventDefinition } from '@glue-relay/shared/events/define-event';
import { driftFound } from '@glue-relay/shared/events/drift-found';
import { modelEvaluated } from '@glue-relay/shared/events/model-evaluated';
import { pipelineAlert } from '@glue-relay/shared/events/pipeline-alert';
import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { stepReported } from '@glue-relay/shared/events/step-reported';
import type { StepStateChange } from '@glue-relay/shared/events/step-state-change';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import { sweepCompleted } from '@glue-relay/shared/events/sweep-completed';

/** An event as the bus delivers it. */
export const delivered = <Detail>(definition: EventDefinition<Detail>, detail: Detail): unknown => ({
  version: '0',
  id: 'an-id',
  account: '000000000000',
  region: 'us-east-1',
  time: '2026-11-12T00:00:00Z',
  source: definition.source,
  'detail-type': definition.detailType,
  detail,
});

const BILLED = { dpuSeconds: 120, executionClass: 'STANDARD' } as const;
const STEPS = ['clean', 'features', 'train'];
const jobOf = (step: string): string => `relay-local-demand-forecast-${step}`;

/** Every event of a run of three steps: clean takes two attempts, train never begins, for the run was stopped by its timeout. */
export const storyOf = (runId: string, minute: number): unknown[] => {
  const at = (second: number): string => new Date(Date.UTC(2026, 10, 12, 0, minute, second)).toISOString();
  const run = (sequence: number, change: Partial<RunStateChange>): unknown =>
    delivered(runStateChange, {
      ...runStateChange.example,
      runId,
      sequence,
      createdAt: at(0),
      steps: STEPS.map((step) => ({ step, jobName: jobOf(step), after: [] })),
      ...change,
    });
  const step = (sequence: number, name: string, change: Partial<StepStateChange>): unknown =>
    delivered(stepStateChange, {
      ...stepStateChange.example,
      ...{
        runId,
        sequence,
        step: name,
        jobName: jobOf(name),
        endedAt: null,
        executionSeconds: null,
        jobRunId: `jr_${runId}_${name}`,
        billed: null,
      },
      ...change,
    });
  const report = (name: string, attempt: number): unknown =>
    delivered(stepReported, { ...stepReported.example, runId, step: name, attempt, recordedAt: at(10 * attempt) });
  const model = (name: string, attempt: number): unknown =>
    delivered(modelEvaluated, {
      ...modelEvaluated.example,
      ...{ runId, step: 'features', model: name, attempt, evaluatedAt: at(10 * attempt), metrics: { rmse: attempt } },
    });
  return [
    run(1, { state: 'QUEUED', previousState: null, startedAt: null }),
    run(2, { state: 'RUNNING', previousState: 'QUEUED', startedAt: at(1) }),
    step(3, 'clean', { state: 'STARTING', attempt: 1, startedAt: null, jobRunId: null }),
    step(4, 'clean', { state: 'RUNNING', attempt: 1, startedAt: at(2) }),
    step(5, 'clean', {
      state: 'WAITING',
      previousState: 'RUNNING',
      attempt: 1,
      startedAt: at(2),
      endedAt: at(5),
      executionSeconds: 3,
      billed: BILLED,
      error: 'boom',
    }),
    step(6, 'clean', { state: 'RUNNING', attempt: 2, startedAt: at(7) }),
    step(7, 'clean', { state: 'SUCCEEDED', attempt: 2, startedAt: at(7), endedAt: at(9), executionSeconds: 2, billed: BILLED }),
    step(8, 'features', { state: 'RUNNING', attempt: 1, startedAt: at(10) }),
    report('clean', 1),
    report('clean', 2),
    model('linear-regression', 1),
    model('random-forest', 1),
    model('linear-regression', 2),
    step(9, 'features', { state: 'SUCCEEDED', attempt: 1, startedAt: at(10), endedAt: at(20), executionSeconds: 10 }),
    step(10, 'train', { state: 'SKIPPED', attempt: 0, startedAt: null, endedAt: at(21), jobRunId: null }),
    run(11, {
      state: 'TIMED_OUT',
      previousState: 'RUNNING',
      startedAt: at(1),
      endedAt: at(21),
      error: 'Took longer than 120 minutes.',
    }),
  ];
};

/** The event of a data set that was refused. */
export const rejectionOf = (runId: string, pipeline: string | null = 'demand-forecast'): unknown =>
  delivered(datasetRejected, { ...datasetRejected.example, runId, pipeline });

/** The event of a batch of files `raw/part-<n>.csv`, each with the id that a run of it alone would have. */
export const batchOf = (runId: string, members: readonly string[]): unknown => {
  const { dataset } = datasetAccepted.example;
  const objects = members.map((member, at) => ({ ...dataset, key: `raw/part-${at + 1}.csv`, size: at + 1, runId: member }));
  const list = { ...dataset, key: `runs/demand-forecast/batches/${runId}.files.jsonl`, versionId: null };
  return delivered(datasetAccepted, { ...datasetAccepted.example, runId, dataset: list, objects });
};

/** What else is said of the pipeline: its champion, drift of a run, a missed deadline (twice), a sweep. */
export const remarksOn = (runId: string): unknown[] => [
  delivered(championDecided, { ...championDecided.example, sequence: 1, outcome: 'promoted', previous: null }),
  delivered(championDecided, championDecided.example),
  delivered(driftFound, { ...driftFound.example, runId, driftId: `${runId}#model-metric#rmse` }),
  delivered(pipelineAlert, { ...pipelineAlert.example, at: '2026-11-12T01:30:30.000Z' }),
  delivered(pipelineAlert, { ...pipelineAlert.example, at: '2026-11-12T01:32:30.000Z' }),
  delivered(sweepCompleted, sweepCompleted.example),
];
