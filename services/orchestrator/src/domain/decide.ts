import { isEnding, startAttempt, stopAttempt, takeOverAttempt } from './attempts';
import { readinessOf } from './dag';
import type { Draft } from './draft';
import { moveRun, moveStep, owe } from './draft';
import type { Effect } from './effects';
import { endingText, runErrorOf, timeUpErrorOf } from './error-text';
import { unfiledAfter } from './filing';
import type { Cause, JournalEntry } from './journal';
import type { Observation } from './observation';
import { beginEnding, endUnstarted, observeRun } from './observe-run';
import { observeStep } from './observe-step';
import type { ActiveStep, EndedAttempt, Millis, Run, Step, WaitingStep } from './run';
import { definitionOf, isActiveStep, isUnsuccessfulStep, stepOf, triesOf } from './run';
import { looksAgainAt, timesOutAt } from './timeouts';

/** What a wake-up comes to. Where nothing changed `run` is the very run given, and there is nothing to commit. */
export interface Decision {
  readonly run: Run;
  readonly journal: readonly JournalEntry[];
  /** Owed once the run is committed. */
  readonly effects: readonly Effect[];
}

/**
 * The engine's only rule: what becomes of a run, given what was seen, at a time. Pure; seen twice or late, a fact
 * changes nothing more, and a terminal state is never left (only `redrive`, on a command, does that).
 *
 * A run ends when no step is active or can start any more: SUCCEEDED where every step succeeded or was skipped without
 * one failing, TIMED_OUT where its own time was up, CANCELLED where it gave way to another, else FAILED, also where a
 * failure or always branch dealt with it. One that never left the queue ends SKIPPED by its pipeline's policy, SUPERSEDED
 * by a newer version of its key, or TIMED_OUT.
 */
export const decide = (run: Run, observations: readonly Observation[], now: Millis, cause: Cause): Decision => {
  let draft = checkQueueDeadline({ run, now, cause, journal: [], effects: [] });
  for (const observation of observations) {
    draft = 'step' in observation ? observeStep(draft, observation) : observeRun(draft, observation);
  }
  if (draft.run.status.state === 'RUNNING') {
    draft = eachStep(checkRunDeadline(draft), checkStep);
    draft = finish(eachStep(draft, advance));
  }
  draft = rearm(draft);
  if (draft.run === run) return { run, journal: [], effects: draft.effects };
  const { journal, effects } = draft;
  const unfiled = unfiledAfter({ before: run, run: draft.run, journal }, effects);
  return { run: { ...draft.run, version: run.version + 1, unfiled, updatedAt: now }, journal, effects };
};

/** The definition's order has each step after those it waits for, so that one pass carries every skip to its end. */
const eachStep = (draft: Draft, change: (draft: Draft, name: string, step: Step) => Draft): Draft =>
  draft.run.definition.steps.reduce((changed, { name }) => change(changed, name, stepOf(changed.run, name)), draft);

const checkQueueDeadline = (draft: Draft): Draft => {
  const { status, definition } = draft.run;
  if (status.state !== 'QUEUED' || draft.now < status.giveUpAt) return draft;
  const { queueTimeoutMinutes } = definition.concurrency;
  return endUnstarted(draft, {
    state: 'TIMED_OUT',
    error: `no slot came free within the ${queueTimeoutMinutes} minutes that it may queue`,
  });
};

const checkRunDeadline = (draft: Draft): Draft => {
  const { status } = draft.run;
  if (status.state !== 'RUNNING' || status.ending || draft.now < status.deadline) return draft;
  const ended = !Object.values(draft.run.steps).some((step) => isActiveStep(step) || step.state === 'PENDING');
  return ended ? draft : beginEnding(draft, { state: 'TIMED_OUT', error: timeUpErrorOf(draft.run) });
};

const checkStep = (draft: Draft, name: string, step: Step): Draft =>
  isActiveStep(step) ? checkActiveStep(draft, name, step) : draft;

/** What an active step owes by the time that it is. */
const checkActiveStep = (draft: Draft, name: string, step: ActiveStep): Draft => {
  switch (step.state) {
    case 'STARTING':
      return draft.now >= step.leaseUntil ? takeOverAttempt(draft, name, step) : draft;
    case 'RUNNING':
      if (isEnding(draft)) return stopAttempt(draft, name, { ...step, why: 'run-ending' });
      return draft.now >= timesOutAt(definitionOf(draft.run, name), step.startedAt)
        ? stopAttempt(draft, name, { ...step, why: 'step-timeout' })
        : draft;
    case 'STOPPING':
      return draft.now >= step.stopAgainAt ? stopAttempt(draft, name, step) : draft;
    case 'WAITING':
      return checkWaiting(draft, name, step);
  }
};

const checkWaiting = (draft: Draft, name: string, step: WaitingStep): Draft => {
  const since = { mayHaveStarted: step.mayHaveStartedSince, capacityWaits: step.capacityWaits };
  if (isEnding(draft)) {
    if (step.mayHaveStartedSince !== null) return startAttempt(draft, name, step.nextAttempt, since);
    return moveStep(draft, name, { ...(step.failed ?? neverBegun(draft, step)), state: 'STOPPED', error: step.error });
  }
  return draft.now >= step.until ? startAttempt(draft, name, step.nextAttempt, since) : draft;
};

/**
 * A queue's longest delay is shorter than a wait may be, so a timer that came early sets the next. One for each that
 * came, whatever waits: more would double with every turn.
 */
const rearm = (draft: Draft): Draft => {
  if (draft.cause.type !== 'timer' || draft.effects.some((effect) => effect.type === 'wake')) return draft;
  const due = Object.entries(draft.run.steps).flatMap(([name, step]) => dueOf(draft, name, step) ?? []);
  return due.length > 0 ? owe(draft, { type: 'wake', at: Math.min(...due) }) : draft;
};

const dueOf = (draft: Draft, name: string, step: Step): Millis | null => {
  if (step.state === 'WAITING') return step.until;
  if (step.state === 'STOPPING') return step.stopAgainAt;
  return step.state === 'RUNNING' ? looksAgainAt(definitionOf(draft.run, name), step.startedAt, draft.now) : null;
};

const neverBegun = (draft: Draft, step: WaitingStep): EndedAttempt => ({
  attempt: step.nextAttempt,
  executionId: null,
  startedAt: null,
  endedAt: draft.now,
  executionSeconds: null,
  billed: null,
  error: step.error,
  result: null,
});

const advance = (draft: Draft, name: string, step: Step): Draft => {
  if (step.state !== 'PENDING') return draft;
  if (isEnding(draft)) return moveStep(draft, name, { state: 'SKIPPED', reason: endingText(draft.run), endedAt: draft.now });
  const readiness = readinessOf(draft.run, definitionOf(draft.run, name));
  switch (readiness.kind) {
    case 'ready':
      return startAttempt(draft, name, triesOf(draft.run, name).attempts + 1, { mayHaveStarted: null, capacityWaits: 0 });
    case 'never':
      return moveStep(draft, name, { state: 'SKIPPED', reason: readiness.reason, endedAt: draft.now });
    case 'open':
      return draft;
  }
};

const finish = (draft: Draft): Draft => {
  const { status, steps, definition } = draft.run;
  if (status.state !== 'RUNNING') return draft;
  if (Object.values(steps).some((step) => isActiveStep(step) || step.state === 'PENDING')) return draft;
  const failed = Object.values(steps).some(isUnsuccessfulStep);
  const { startedAt, ending } = status;
  const outcome =
    ending ??
    (failed ? { state: 'FAILED' as const, error: runErrorOf(draft.run) } : { state: 'SUCCEEDED' as const, error: null });
  const ended = moveRun(draft, { ...outcome, startedAt, endedAt: draft.now });
  return owe(ended, { type: 'admit', pipeline: definition.pipeline });
};
