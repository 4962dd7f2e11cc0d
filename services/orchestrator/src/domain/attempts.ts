import type { ErrorClass } from '@glue-relay/shared/pipeline/step-definition';
import type { Draft } from './draft';
import { moveStep, noteTries, owe } from './draft';
import { policy } from './policy';
import { capacityDelayOf, retryAfter } from './retry';
import type { EndedAttempt, Millis, StartingStep, StoppingStep, UnsuccessfulStep } from './run';
import { definitionOf, triesOf } from './run';
import { workOf } from './work';

/** Whether nothing starts any more in the draft's run. */
export const isEnding = (draft: Draft): boolean => draft.run.status.state === 'RUNNING' && draft.run.status.ending !== null;

/** Owes an attempt its start: the intent is committed before the start effect is acted upon. */
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

/** Takes over an attempt whose lease ran out: whoever held it may have started it or may not. */
export const takeOverAttempt = (draft: Draft, name: string, step: StartingStep): Draft =>
  lease(draft, name, { ...step, mayHaveStarted: true });

const lease = (draft: Draft, name: string, step: StartingStep): Draft => {
  const leased = { ...step, leaseUntil: draft.now + policy.startLeaseMs };
  return owe(moveStep(draft, name, leased), {
    type: 'start',
    step: name,
    work: workOf(draft.run, name, step.attempt),
    leaseUntil: leased.leaseUntil,
    startBefore: leased.leaseUntil - policy.startMarginMs,
    mode: isEnding(draft) ? 'adopt' : step.mayHaveStarted ? 'adopt-or-start' : 'start',
    owedSince: step.since,
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

/** Asks for the attempt to be stopped. */
export const stopAttempt = (draft: Draft, name: string, attempt: Omit<StoppingStep, 'state' | 'stopAgainAt'>): Draft => {
  const { attempt: number, executionId, startedAt, why } = attempt;
  const stopAgainAt = draft.now + policy.stopAgainMs;
  const moved = moveStep(draft, name, { state: 'STOPPING', attempt: number, executionId, startedAt, why, stopAgainAt });
  return owe(
    moved,
    { type: 'stop', step: name, work: workOf(draft.run, name, number), executionId },
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
