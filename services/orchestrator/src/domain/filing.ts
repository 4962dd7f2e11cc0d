import type { Effect } from './effects';
import type { JournalEntry } from './journal';
import type { Run } from './run';

/** A decision as far as it says where its entries are written. */
interface Decided {
  readonly before: Run | null;
  readonly run: Run;
  readonly journal: readonly JournalEntry[];
}

/**
 * The entries that a run takes along in its own item, to be filed in the journal by its next commit: so the answer to a start is one
 * write. Only where the run goes on running, nothing else is written and nothing is owed, so that a commit whose answer got
 * lost can be decided upon again without loss; and for one commit only, so that no run grows by it.
 */
export const unfiledAfter = ({ before, run, journal }: Decided, effects: readonly Effect[]): readonly JournalEntry[] => {
  const goesOn = before?.status.state === 'RUNNING' && run.status.state === 'RUNNING';
  return goesOn && before.unfiled.length === 0 && effects.length === 0 ? journal : [];
};

/** What a commit files: what the run had taken along and its own entries; nothing where it takes these along. */
export const filedBy = ({ before, run, journal }: Decided): readonly JournalEntry[] =>
  run.unfiled.length > 0 ? [] : [...(before?.unfiled ?? []), ...journal];
