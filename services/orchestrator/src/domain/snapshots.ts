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
  steps: run.definition.steps.map(({ name, jobName, after }) => ({
    step: name,
    jobName,
    after: after.map((before) => before.step),
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
export const stepEventOf = (run: Run, name: string, previousState: StepState, at: Millis): StepSnapshot => ({
  schemaVersion: 1,
  runId: run.runId,
  pipeline: run.definition.pipeline,
  sequence: run.sequence,
  step: name,
  jobName: definitionOf(run, name).jobName,
  state: stepOf(run, name).state,
  previousState,
  at: iso(at),
  ...attemptOf(stepOf(run, name), triesOf(run, name).attempts),
});

type AttemptFields = Pick<
  StepSnapshot,
  'attempt' | 'jobRunId' | 'startedAt' | 'endedAt' | 'executionSeconds' | 'billed' | 'error'
>;

const notBegun = { jobRunId: null, startedAt: null, endedAt: null, executionSeconds: null, billed: null, error: null };

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
      return { ...notBegun, attempt: step.attempt, jobRunId: step.jobRunId, startedAt: iso(step.startedAt) };
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
  jobRunId: ended.jobRunId,
  startedAt: isoOrNull(ended.startedAt),
  endedAt: iso(ended.endedAt),
  executionSeconds: ended.executionSeconds,
  billed: ended.billed,
  error: ended.error,
});
