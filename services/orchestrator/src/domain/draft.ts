import type { Effect } from './effects';
import type { Cause, JournalEntry } from './journal';
import type { Run, RunStatus, Step, Tries } from './run';
import { stepOf } from './run';
import { runEventOf, stepEventOf } from './snapshots';

/** A decision in the making. */
export interface Draft {
  readonly run: Run;
  readonly now: number;
  readonly cause: Cause;
  readonly journal: readonly JournalEntry[];
  readonly effects: readonly Effect[];
}

/** Puts a step into its next form; the journal gets an entry where its state is another. */
export const moveStep = (draft: Draft, name: string, next: Step): Draft => {
  const before = stepOf(draft.run, name);
  const moved = { ...draft.run, steps: { ...draft.run.steps, [name]: next } };
  if (before.state === next.state) return { ...draft, run: moved };
  const run = { ...moved, sequence: moved.sequence + 1 };
  const event = stepEventOf(run, name, before.state, draft.now);
  return { ...draft, run, journal: [...draft.journal, { kind: 'step', sequence: run.sequence, cause: draft.cause, event }] };
};

/** Puts the run into its next status, with an entry in the journal, also where a running run begins to end. */
export const moveRun = (draft: Draft, status: RunStatus): Draft => {
  const before = draft.run.status;
  const run = { ...draft.run, status, sequence: draft.run.sequence + 1 };
  const event = runEventOf(run, before.state, draft.now);
  return { ...draft, run, journal: [...draft.journal, { kind: 'run', sequence: run.sequence, cause: draft.cause, event }] };
};

/** Notes what a step has used up; it is no change of state, so the journal has no entry of it. */
export const noteTries = (draft: Draft, name: string, tries: Tries): Draft => ({
  ...draft,
  run: { ...draft.run, tries: { ...draft.run.tries, [name]: tries } },
});

export const owe = (draft: Draft, ...effects: readonly Effect[]): Draft => ({
  ...draft,
  effects: [...draft.effects, ...effects],
});
