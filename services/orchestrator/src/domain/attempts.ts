import type { ErrorClass } from '@glue-relay/shared/pipeline/step-definition';
import { startArgumentsOf } from './arguments';
import type { Draft } from './draft';
import { moveStep, noteTries, owe } from './draft';
import { policy } from './policy';
import { capacityDelayOf, retryAfter } from './retry';
import type { EndedAttempt, Millis, StartingStep, StoppingStep, UnsuccessfulStep } from './run';
import { definitionOf, triesOf } from './run';

/** Whether nothing starts any more in the draft's run. */
export const isEnding = (draft: Draft): boolean => draft.run.status.state === 'RUNNING' && draft.run.status.ending !== null;

/** Owes Glue an attempt: the intent is committed before the start effect is acted upon. */
export const startAttempt = (
  draft: Draft,
  name: string,
  attempt: number,
  since: { readonly mayHaveStarted: Millis | null; readonly capacityWaits: number },
): Draft =>
  lease(noteTries(draft, name, { ...triesOf(draft.run, name), attempts: attempt }), name, {
    state: 'STARTING',
    attempt,
    since: since.mayHaveStarted ?? draft.now,
    leaseUntil: 0,
    mayHaveStarted: since.mayHaveStarted !== null,
    capacityWaits: since.capacityWaits,
  });

/** Takes over an attempt whose lease ran out: whoever held it may have started the Glue run or may not. */
export const takeOverAttempt = (draft: Draft, name: string, step: StartingStep): Draft =>
  lease(draft, name, { ...step, mayHaveStarted: true });

const lease = (draft: Draft, name: string, step: StartingStep): Draft => {
  const leased = { ...step, leaseUntil: draft.now + policy.startLeaseMs };
  const { jobName, timeoutMinutes } = definitionOf(draft.run, name);
  return owe(moveStep(draft, name, leased), {
    type: 'start',
    step: name,
    attempt: step.attempt,
    jobName,
    arguments: startArgumentsOf(draft.run, name, step.attempt),
    timeoutMinutes,
    leaseUntil: leased.leaseUntil,
    startBefore: leased.leaseUntil - policy.startMarginMs,
    mode: isEnding(draft) ? 'adopt' : step.mayHaveStarted ? 'adopt-or-start' : 'start',
    searchSince: step.since - policy.clockSkewMs,
    firstTry: step.capacityWaits === 0,
  });
};

/** Puts the attempt off until Glue has room; it stays the same attempt. */
export const awaitCapacity = (draft: Draft, name: string, step: StartingStep, error: string, mayHaveStarted: boolean): Draft => {
  const until = draft.now + capacityDelayOf(step.capacityWaits, `${draft.run.runId}#${name}`);
  return owe(
    moveStep(draft, name, {
      state: 'WAITING',
      nextAttempt: step.attempt,
      until,
      error,
      failed: null,
      capacityWaits: step.capacityWaits + 1,
      mayHaveStartedSince: mayHaveStarted || step.mayHaveStarted ? step.since : null,
    }),
    { type: 'wake', at: until },
  );
};

/** Asks Glue to stop the attempt. */
export const stopAttempt = (draft: Draft, name: string, attempt: Omit<StoppingStep, 'state' | 'stopAgainAt'>): Draft => {
  const { attempt: number, jobRunId, startedAt, why } = attempt;
  const stopAgainAt = draft.now + policy.stopAgainMs;
  const moved = moveStep(draft, name, { state: 'STOPPING', attempt: number, jobRunId, startedAt, why, stopAgainAt });
  return owe(
    moved,
    { type: 'stop', jobName: definitionOf(draft.run, name).jobName, jobRunId },
    { type: 'wake', at: stopAgainAt },
  );
};

/** Ends an attempt that did not succeed: by a retry where the step's rules grant one, else for good. */
export const failAttempt = (
  draft: Draft,
  name: string,
  ended: EndedAttempt & { readonly error: string },
  as: { readonly state: UnsuccessfulStep['state']; readonly errorClass: ErrorClass | null },
): Draft => {
  const { retries, attempts } = triesOf(draft.run, name);
  const granted =
    as.errorClass === null || isEnding(draft)
      ? null
      : retryAfter(definitionOf(draft.run, name).retry, as.errorClass, retries, `${draft.run.runId}#${name}#${ended.attempt}`);
  if (granted === null) return moveStep(draft, name, { ...ended, state: as.state });
  const until = draft.now + granted.delayMs;
  return owe(
    moveStep(noteTries(draft, name, { attempts, retries: granted.used }), name, {
      state: 'WAITING',
      nextAttempt: ended.attempt + 1,
      until,
      error: ended.error,
      failed: ended,
      capacityWaits: 0,
      mayHaveStartedSince: null,
    }),
    { type: 'wake', at: until },
  );
};
