import { awaitCapacity, failAttempt } from './attempts';
import type { Draft } from './draft';
import { moveStep, owe } from './draft';
import { classOfFailure, classOfPlatformEnd } from './error-class';
import { endingText } from './error-text';
import type { GlueRun, StepObservation } from './observation';
import { policy } from './policy';
import type { EndedAttempt, RunningStep, StartingStep, Step, StoppingStep } from './run';
import { definitionOf } from './run';

/**
 * Takes a fact about a step into account. What does not fit the step's attempt any more changes nothing, except that a
 * Glue run which does not count is stopped.
 */
export const observeStep = (draft: Draft, observation: StepObservation): Draft => {
  const step = draft.run.steps[observation.step];
  if (!step) return draft;
  switch (observation.kind) {
    case 'started':
      return observeStarted(draft, step, observation);
    case 'glue-run':
      return observeGlueRun(draft, step, observation);
    case 'glue-run-unknown':
      return observeUnknown(draft, step, observation);
    case 'no-capacity':
      return isLeased(step, observation)
        ? awaitCapacity(draft, observation.step, step, observation.message, observation.mayHaveStarted)
        : draft;
    case 'start-refused':
      return isLeased(step, observation)
        ? failAttempt(draft, observation.step, { ...neverBegun(draft, step), error: observation.message }, platformFailure)
        : draft;
    case 'never-started':
      return isLeased(step, observation)
        ? moveStep(draft, observation.step, {
            ...neverBegun(draft, step),
            state: 'STOPPED',
            error: 'the run ended before it started',
          })
        : draft;
  }
};

const platformFailure = { state: 'FAILED', errorClass: 'platform' } as const;

/** The step is still owed under the very lease that the fact was found under. */
const isLeased = (step: Step, fact: { readonly attempt: number; readonly leaseUntil: number }): step is StartingStep =>
  isStarting(step, fact.attempt) && step.leaseUntil === fact.leaseUntil;

const isStarting = (step: Step, attempt: number): step is StartingStep => step.state === 'STARTING' && step.attempt === attempt;

const neverBegun = (draft: Draft, step: StartingStep): EndedAttempt => ({
  attempt: step.attempt,
  jobRunId: null,
  startedAt: null,
  endedAt: draft.now,
  executionSeconds: null,
  billed: null,
  error: null,
});

const observeStarted = (draft: Draft, step: Step, seen: Extract<StepObservation, { kind: 'started' }>): Draft => {
  const { jobRunId, attempt } = seen;
  if (countsAs(step, jobRunId)) return draft;
  if (!isOwed(step, attempt)) return stopStray(draft, seen.step, jobRunId);
  return moveStep(draft, seen.step, { state: 'RUNNING', attempt, jobRunId, startedAt: draft.now });
};

const observeGlueRun = (draft: Draft, step: Step, seen: Extract<StepObservation, { kind: 'glue-run' }>): Draft => {
  const { glueRun, attempt } = seen;
  if (isCurrent(step, glueRun.jobRunId)) return settle(draft, seen.step, step, glueRun);
  if (countsAs(step, glueRun.jobRunId)) return draft;
  if (!isOwed(step, attempt)) return isOver(glueRun) ? draft : stopStray(draft, seen.step, glueRun.jobRunId);
  const running: RunningStep = {
    state: 'RUNNING',
    attempt,
    jobRunId: glueRun.jobRunId,
    startedAt: glueRun.startedAt ?? draft.now,
  };
  return settle(moveStep(draft, seen.step, running), seen.step, running, glueRun);
};

/** The step holds the job run as its running one. */
const isCurrent = (step: Step, jobRunId: string): step is RunningStep | StoppingStep =>
  (step.state === 'RUNNING' || step.state === 'STOPPING') && step.jobRunId === jobRunId;

/** The job run is the one that the step's latest attempt has or had. */
const countsAs = (step: Step, jobRunId: string): boolean =>
  ('jobRunId' in step && step.jobRunId === jobRunId) || (step.state === 'WAITING' && step.failed?.jobRunId === jobRunId);

/** The attempt waits for a job run, so that this one may be adopted. */
const isOwed = (step: Step, attempt: number): boolean =>
  isStarting(step, attempt) || (step.state === 'WAITING' && step.nextAttempt === attempt && step.mayHaveStartedSince !== null);

const stopStray = (draft: Draft, name: string, jobRunId: string): Draft =>
  owe(draft, { type: 'stop', jobName: definitionOf(draft.run, name).jobName, jobRunId });

const isOver = (glueRun: GlueRun): boolean => {
  switch (glueRun.state) {
    case 'STARTING':
    case 'RUNNING':
    case 'STOPPING':
    case 'WAITING':
      return false;
    case 'SUCCEEDED':
    case 'FAILED':
    case 'STOPPED':
    case 'TIMEOUT':
    case 'ERROR':
    case 'EXPIRED':
      return true;
  }
};

const settle = (draft: Draft, name: string, step: RunningStep | StoppingStep, glueRun: GlueRun): Draft => {
  const ended = {
    attempt: step.attempt,
    jobRunId: glueRun.jobRunId,
    startedAt: step.startedAt,
    endedAt: Math.max(glueRun.completedAt ?? draft.now, step.startedAt),
    executionSeconds: glueRun.executionSeconds,
    billed: glueRun.billed,
  };
  const failed = (fallback: string) => ({ ...ended, error: glueRun.errorMessage?.slice(0, LONGEST_ERROR) || fallback });
  switch (glueRun.state) {
    case 'STARTING':
    case 'RUNNING':
    case 'STOPPING':
    case 'WAITING':
      return draft;
    case 'SUCCEEDED':
      return moveStep(draft, name, { ...ended, state: 'SUCCEEDED', error: null });
    case 'FAILED':
      return failAttempt(draft, name, failed('Glue gave no reason'), {
        state: 'FAILED',
        errorClass: classOfFailure(glueRun.errorMessage),
      });
    case 'TIMEOUT':
      return failAttempt(draft, name, { ...ended, error: timeoutText(draft, name) }, timedOut);
    case 'STOPPED':
      return settleStopped(draft, name, step, ended);
    case 'ERROR':
    case 'EXPIRED':
      return failAttempt(draft, name, failed(`Glue ended the job run as ${glueRun.state}`), {
        state: 'FAILED',
        errorClass: classOfPlatformEnd(glueRun.errorMessage),
      });
  }
};

const LONGEST_ERROR = 2_000;
const timedOut = { state: 'TIMED_OUT', errorClass: 'timeout' } as const;

const timeoutText = (draft: Draft, name: string): string =>
  `it did not end within its ${definitionOf(draft.run, name).timeoutMinutes} minutes`;

const settleStopped = (
  draft: Draft,
  name: string,
  step: RunningStep | StoppingStep,
  ended: Omit<EndedAttempt, 'error'>,
): Draft => {
  if (step.state === 'RUNNING') {
    const error = 'the job run was stopped in Glue, not by its pipeline';
    return failAttempt(draft, name, { ...ended, error }, { state: 'STOPPED', errorClass: null });
  }
  switch (step.why) {
    case 'step-timeout':
      return failAttempt(draft, name, { ...ended, error: timeoutText(draft, name) }, timedOut);
    case 'run-ending':
      return moveStep(draft, name, { ...ended, state: 'STOPPED', error: endingText(draft.run) });
  }
};

const observeUnknown = (draft: Draft, step: Step, seen: Extract<StepObservation, { kind: 'glue-run-unknown' }>): Draft => {
  if (!isCurrent(step, seen.jobRunId) || draft.now < step.startedAt + policy.glueForgetsMs) return draft;
  const error = `Glue does not know job run ${seen.jobRunId} any more`;
  const { attempt, startedAt } = step;
  const ended = { attempt, jobRunId: seen.jobRunId, startedAt, endedAt: draft.now, executionSeconds: null, billed: null, error };
  return failAttempt(draft, seen.step, ended, platformFailure);
};

/** Steps that only Glue can tell more about. */
export const jobRunToObserve = (step: Step): string | null =>
  step.state === 'RUNNING' || step.state === 'STOPPING' ? step.jobRunId : null;
