import { datasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import type { EventDefinition } from '@glue-relay/shared/events/define-event';
import { isEvent, parseEvent } from '@glue-relay/shared/events/define-event';
import type { ModelEvaluated } from '@glue-relay/shared/events/model-evaluated';
import { modelEvaluated } from '@glue-relay/shared/events/model-evaluated';
import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { stepReported } from '@glue-relay/shared/events/step-reported';
import type { StepStateChange } from '@glue-relay/shared/events/step-state-change';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import type { Job, LatestModel, RunSummary } from './entities';
import { summaryOfRejection, summaryOfRun } from './summary';

/**
 * A change of the read model: an entity's new value, which holds unless the one there is newer. `version` orders the
 * values of one entity as text. A job is shared by runs, so its value carries more to compare (see `jobIsLater`).
 */
export type Change =
  | {
      readonly entity: 'run';
      readonly runId: string;
      readonly version: string;
      readonly value: object;
      readonly summary: RunSummary;
    }
  | { readonly entity: 'part'; readonly runId: string; readonly part: string; readonly version: string; readonly value: object }
  | { readonly entity: 'job'; readonly version: string; readonly value: Job }
  | { readonly entity: 'model'; readonly version: string; readonly value: LatestModel };

/** Every change that an event makes; none for an event that the read model has no use for. Pure and, by `version`, free of order. */
export const changesOf = (received: unknown): readonly Change[] =>
  PROJECTIONS.find(({ fits }) => fits(received))?.project(received) ?? [];

const projection = <Detail>(definition: EventDefinition<Detail>, project: (detail: Detail) => Change[]) => ({
  fits: (received: unknown): boolean => isEvent(definition, received),
  project: (received: unknown): Change[] => project(parseEvent(definition, received).detail),
});

/** Texts of whole numbers that sort as the numbers do. */
const sortable = (whole: number): string => String(whole).padStart(10, '0');

/** A rejection is older than any event of a run, should its data set become one after all. */
const BEFORE_ANY_RUN = sortable(0);
/** A job that is only known to be there gives way to any attempt. */
const BEFORE_ANY_ATTEMPT = '';

const projectRun = (detail: RunStateChange): Change[] => [
  // The run comes last: a crash in between leaves its event to come again.
  ...(detail.previousState === null ? detail.steps.map((step) => knownJob(detail.pipeline, step)) : []),
  {
    entity: 'run',
    runId: detail.runId,
    version: sortable(detail.sequence),
    value: { kind: 'run', event: detail },
    summary: summaryOfRun(detail),
  },
];

const knownJob = (pipeline: string, { step, jobName }: { step: string; jobName: string }): Change => ({
  entity: 'job',
  version: BEFORE_ANY_ATTEMPT,
  value: {
    name: jobName,
    pipeline,
    step,
    status: 'NEVER_RUN',
    startedOn: null,
    executionTime: null,
    runId: null,
    jobRunId: null,
  },
});

const projectStep = (detail: StepStateChange): Change[] => {
  const version = sortable(detail.sequence);
  const { runId, pipeline, step, jobName, state, startedAt, executionSeconds, jobRunId } = detail;
  const part: Change = { entity: 'part', runId, part: `STEP#${step}`, version, value: detail };
  if (startedAt === null) return [part];
  const value: Job = {
    name: jobName,
    pipeline,
    step,
    status: state,
    startedOn: startedAt,
    executionTime: executionSeconds,
    runId,
    jobRunId,
  };
  return [part, { entity: 'job', version, value }];
};

const projectEvaluation = (detail: ModelEvaluated): Change[] => {
  const { runId, step, model, variant, pipeline, split, metrics, evaluatedAt, attempt } = detail;
  return [
    {
      entity: 'part',
      runId,
      part: `MODEL#${step}#${model}#${variant}`,
      version: `${sortable(attempt)}#${evaluatedAt}`,
      value: detail,
    },
    {
      entity: 'model',
      version: `${evaluatedAt}#${runId}`,
      value: { pipeline, model, variant, split, metrics, runId, evaluatedAt },
    },
  ];
};

const PROJECTIONS = [
  projection(runStateChange, projectRun),
  projection(stepStateChange, projectStep),
  projection(modelEvaluated, projectEvaluation),
  projection(stepReported, (detail) => [
    {
      entity: 'part',
      runId: detail.runId,
      part: `REPORT#${detail.step}`,
      version: `${sortable(detail.attempt)}#${detail.recordedAt}`,
      value: detail,
    },
  ]),
  projection(datasetRejected, (detail) => [
    {
      entity: 'run',
      runId: detail.runId,
      version: BEFORE_ANY_RUN,
      value: { kind: 'rejection', event: detail },
      summary: summaryOfRejection(detail),
    },
  ]),
];
