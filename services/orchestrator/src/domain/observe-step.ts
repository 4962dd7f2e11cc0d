import { awaitCapacity, failAttempt } from './attempts';
import type { Draft } from './draft';
import { moveStep, owe } from './draft';
import { classOfFailure, classOfPlatformEnd } from './error-class';
import { endingText, timeoutTextOf } from './error-text';
import type { Execution, StepObservation } from './observation';
import { policy } from './policy';
import type { EndedAttempt, Millis, RunningStep, StartingStep, Step, StoppingStep } from './run';
import { definitionOf } from './run';
import { looksAgainAt } from './timeouts';
import { workOf } from './work';

/**
 * Takes a fact about a step into account. What does not fit the step's attempt any more changes nothing, except that a
 * execution which does not count is stopped.
 */
export const observeStep = (draft: Draft, observation: StepObservation): Draft => {
  const step = draft.run.steps[observation.step];
  if (!step) return draft;
  switch (observation.kind) {
    case 'started':
      return observeStarted(draft, step, observation);
    case 'execution':
      return observeExecution(draft, step, observation);
    case 'execution-unknown':
      return observeUnknown(draft, step, observation);
    case 'no-capacity':
      return isLeased(step, observation)
        ? awaitCapacity(draft, observation.step, knownSince(step, observation), observation.message, observation.mayHaveStarted)
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

/** What began before a start that is known to have worked is another's. */
const knownSince = (step: StartingStep, { startedSince }: { readonly startedSince?: Millis }): StartingStep =>
  startedSince === undefined ? step : { ...step, since: startedSince };

const isStarting = (step: Step, attempt: number): step is StartingStep => step.state === 'STARTING' && step.attempt === attempt;

const neverBegun = (draft: Draft, step: StartingStep): EndedAttempt => ({
  attempt: step.attempt,
  executionId: null,
  startedAt: null,
  endedAt: draft.now,
  executionSeconds: null,
  billed: null,
  error: null,
  result: null,
});

const observeStarted = (draft: Draft, step: Step, seen: Extract<StepObservation, { kind: 'started' }>): Draft => {
  const { executionId, attempt } = seen;
  if (countsAs(step, executionId)) return draft;
  if (!isOwed(step, attempt)) return stopStray(draft, seen, executionId);
  return watched(moveStep(draft, seen.step, { state: 'RUNNING', attempt, executionId, startedAt: draft.now }), seen.step);
};

const observeExecution = (draft: Draft, step: Step, seen: Extract<StepObservation, { kind: 'execution' }>): Draft => {
  const { execution, attempt } = seen;
  if (isCurrent(step, execution.executionId)) return settle(draft, seen.step, step, execution);
  if (countsAs(step, execution.executionId)) return draft;
  if (!isOwed(step, attempt)) return isOver(execution) ? draft : stopStray(draft, seen, execution.executionId);
  const running: RunningStep = {
    state: 'RUNNING',
    attempt,
    executionId: execution.executionId,
    startedAt: execution.startedAt ?? draft.now,
  };
  return watched(settle(moveStep(draft, seen.step, running), seen.step, running, execution), seen.step);
};

/** Where nobody may say anything of the step for long, a timer has it looked at. */
const watched = (draft: Draft, name: string): Draft => {
  const step = draft.run.steps[name];
  const at = step?.state === 'RUNNING' ? looksAgainAt(definitionOf(draft.run, name), step.startedAt, draft.now) : null;
  return at === null ? draft : owe(draft, { type: 'wake', at });
};

/** The step holds the execution as its running one. */
const isCurrent = (step: Step, executionId: string): step is RunningStep | StoppingStep =>
  (step.state === 'RUNNING' || step.state === 'STOPPING') && step.executionId === executionId;

/** The execution is the one that the step's latest attempt has or had. */
const countsAs = (step: Step, executionId: string): boolean =>
  ('executionId' in step && step.executionId === executionId) ||
  (step.state === 'WAITING' && step.failed?.executionId === executionId);

/** The attempt waits for its execution, so that this one may be adopted. */
const isOwed = (step: Step, attempt: number): boolean =>
  isStarting(step, attempt) || (step.state === 'WAITING' && step.nextAttempt === attempt && step.mayHaveStartedSince !== null);

const stopStray = (
  draft: Draft,
  { step, attempt }: { readonly step: string; readonly attempt: number },
  executionId: string,
): Draft => owe(draft, { type: 'stop', step, work: workOf(draft.run, step, attempt), executionId });

const isOver = (execution: Execution): boolean => {
  switch (execution.state) {
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

const settle = (draft: Draft, name: string, step: RunningStep | StoppingStep, execution: Execution): Draft => {
  const ended = {
    attempt: step.attempt,
    executionId: execution.executionId,
    startedAt: step.startedAt,
    endedAt: Math.max(execution.completedAt ?? draft.now, step.startedAt),
    executionSeconds: execution.executionSeconds,
    billed: execution.billed,
    result: execution.result,
  };
  const failed = (fallback: string) => ({ ...ended, error: execution.errorMessage?.slice(0, LONGEST_ERROR) || fallback });
  switch (execution.state) {
    case 'STARTING':
    case 'RUNNING':
    case 'STOPPING':
    case 'WAITING':
      return draft;
    case 'SUCCEEDED':
      return moveStep(draft, name, { ...ended, state: 'SUCCEEDED', error: null });
    case 'FAILED':
      return failAttempt(draft, name, failed('no reason was given'), {
        state: 'FAILED',
        errorClass: classOfFailure(execution.errorMessage),
      });
    case 'TIMEOUT':
      return failAttempt(draft, name, { ...ended, error: timeoutTextOf(definitionOf(draft.run, name)) }, timedOut);
    case 'STOPPED':
      return settleStopped(draft, name, step, ended);
    case 'ERROR':
    case 'EXPIRED':
      return failAttempt(draft, name, failed(`Glue ended it as ${execution.state}`), {
        state: 'FAILED',
        errorClass: classOfPlatformEnd(execution.errorMessage),
      });
  }
};

const LONGEST_ERROR = 2_000;
const timedOut = { state: 'TIMED_OUT', errorClass: 'timeout' } as const;

const settleStopped = (
  draft: Draft,
  name: string,
  step: RunningStep | StoppingStep,
  ended: Omit<EndedAttempt, 'error'>,
): Draft => {
  if (step.state === 'RUNNING') {
    const error = 'it was stopped in Glue, not by its pipeline';
    return failAttempt(draft, name, { ...ended, error }, { state: 'STOPPED', errorClass: null });
  }
  switch (step.why) {
    case 'step-timeout':
      return failAttempt(draft, name, { ...ended, error: timeoutTextOf(definitionOf(draft.run, name)) }, timedOut);
    case 'run-ending':
      return moveStep(draft, name, { ...ended, state: 'STOPPED', error: endingText(draft.run) });
  }
};

const observeUnknown = (draft: Draft, step: Step, seen: Extract<StepObservation, { kind: 'execution-unknown' }>): Draft => {
  if (!isCurrent(step, seen.executionId) || draft.now < step.startedAt + policy.unknownForMs) return draft;
  const error = `nothing is known of ${seen.executionId} any more`;
  const { attempt, startedAt } = step;
  const ended = {
    attempt,
    executionId: seen.executionId,
    startedAt,
    endedAt: draft.now,
    executionSeconds: null,
    billed: null,
    error,
    result: null,
  };
  return failAttempt(draft, seen.step, ended, platformFailure);
};

/** The execution that only its kind can tell more about. */
export const executionToObserve = (step: Step): string | null =>
  step.state === 'RUNNING' || step.state === 'STOPPING' ? step.executionId : null;
