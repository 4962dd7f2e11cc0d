import type { StepDefinition } from '@glue-relay/shared/pipeline/step-definition';
import type { RunState, StepState } from '@glue-relay/shared/states';
import type { RunSnapshot, StepSnapshot } from './journal';
import type { EndedAttempt, Millis, Run, Step } from './run';
import { definitionOf, stepOf, triesOf } from './run';

const iso = (at: Millis): string => new Date(at).toISOString();
const isoOrNull = (at: Millis | null): string | null => (at === null ? null : iso(at));

/** The snapshot of a run's change; the run is as it is after it, its sequence that of the change. */
export const runEventOf = (run: Run, previousState: RunState | null, at: Millis): RunSnapshot => ({
  schemaVersion: 1,
  runId: run.runId,
  pipeline: run.definition.pipeline,
  sequence: run.sequence,
  state: run.status.state,
  previousState,
  at: iso(at),
  createdAt: iso(run.createdAt),
  startedAt: run.status.state === 'QUEUED' ? null : isoOrNull(run.status.startedAt),
  endedAt: 'endedAt' in run.status ? iso(run.status.endedAt) : null,
  dataset: run.dataset,
  parameters: run.parameters,
  steps: run.definition.steps.map((step) => ({
    step: step.name,
    kind: step.kind,
    jobName: jobNameOf(step),
    after: step.after.map((before) => before.step),
  })),
  error: errorOf(run),
  supersededBy: run.status.state === 'SUPERSEDED' ? run.status.supersededBy : null,
  redrives: run.redrives,
  codeVersion: run.definition.version,
});

const errorOf = ({ status }: Run): string | null => {
  switch (status.state) {
    case 'QUEUED':
      return null;
    case 'RUNNING':
      return status.ending?.error ?? null;
    default:
      return status.error;
  }
};

/** The snapshot of a step's change; run and step are as they are after it. */
export const stepEventOf = (run: Run, name: string, previousState: StepState, at: Millis): StepSnapshot => {
  const definition = definitionOf(run, name);
  const { executionId, ...attempt } = attemptOf(stepOf(run, name), triesOf(run, name).attempts);
  return {
    schemaVersion: 1,
    runId: run.runId,
    pipeline: run.definition.pipeline,
    sequence: run.sequence,
    step: name,
    kind: definition.kind,
    jobName: jobNameOf(definition),
    state: stepOf(run, name).state,
    previousState,
    at: iso(at),
    ...attempt,
    jobRunId: definition.kind === 'glue-job' ? executionId : null,
    redrives: run.redrives,
  };
};

const jobNameOf = (step: StepDefinition): string | null => (step.kind === 'glue-job' ? step.jobName : null);

type AttemptFields = Pick<
  StepSnapshot,
  'attempt' | 'startedAt' | 'endedAt' | 'executionSeconds' | 'billed' | 'error' | 'result'
> & { readonly executionId: string | null };

const notBegun = {
  executionId: null,
  startedAt: null,
  endedAt: null,
  executionSeconds: null,
  billed: null,
  error: null,
  result: null,
};

const attemptOf = (step: Step, attempts: number): AttemptFields => {
  switch (step.state) {
    case 'PENDING':
      return { ...notBegun, attempt: attempts };
    case 'SKIPPED':
      return { ...notBegun, attempt: attempts, endedAt: iso(step.endedAt), error: step.reason };
    case 'STARTING':
      return { ...notBegun, attempt: step.attempt };
    case 'RUNNING':
    case 'STOPPING':
      return { ...notBegun, attempt: step.attempt, executionId: step.executionId, startedAt: iso(step.startedAt) };
    case 'WAITING':
      return step.failed ? endedFields(step.failed) : { ...notBegun, attempt: step.nextAttempt, error: step.error };
    case 'SUCCEEDED':
    case 'FAILED':
    case 'TIMED_OUT':
    case 'STOPPED':
      return endedFields(step);
  }
};

const endedFields = (ended: EndedAttempt): AttemptFields => ({
  attempt: ended.attempt,
  executionId: ended.executionId,
  startedAt: isoOrNull(ended.startedAt),
  endedAt: iso(ended.endedAt),
  executionSeconds: ended.executionSeconds,
  billed: ended.billed,
  error: ended.error,
  result: ended.result,
});
