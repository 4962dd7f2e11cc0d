import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import type { StepStateChange } from '@glue-relay/shared/events/step-state-change';
import type { RunState, StepState } from '@glue-relay/shared/states';
import { isTerminalRunState, isTerminalStepState } from '@glue-relay/shared/states';

/** What woke the run. The id leads back to the event or message. */
export type Cause =
  | {
      readonly type: 'dataset-accepted' | 'glue-event' | 'champion-decided' | 'timer' | 'slot-free' | 'newer-run' | 'sweep';
      readonly id: string;
    }
  /** The id is the idempotency key; `by` is who asked. */
  | { readonly type: 'command'; readonly id: string; readonly by: string };

/** A run or a step as it is after a change; with the cause it is the change's event. */
export type RunSnapshot = Omit<RunStateChange, 'cause'>;
export type StepSnapshot = Omit<StepStateChange, 'cause'>;

/** One change of a run or of one of its steps: audit record, and what the publisher says. */
export type JournalEntry =
  | { readonly kind: 'run'; readonly sequence: number; readonly cause: Cause; readonly event: RunSnapshot }
  | { readonly kind: 'step'; readonly sequence: number; readonly cause: Cause; readonly event: StepSnapshot };

/** The states that a journal tells of. A step that no entry names is still PENDING. */
export interface Replayed {
  readonly run: RunState | null;
  readonly steps: Readonly<Record<string, StepState>>;
}

/** A journal that cannot be a run's: a gap, an entry that does not begin where the one before ended, an end left without a command. */
export class BrokenJournalError extends Error {
  override readonly name = 'BrokenJournalError';
}

/**
 * Plays a run's whole journal, in order of sequence.
 *
 * @throws BrokenJournalError where an entry does not follow from those before it
 */
export const replay = (journal: readonly JournalEntry[]): Replayed => {
  let run: RunState | null = null;
  const steps: Record<string, StepState> = {};
  for (const [index, entry] of journal.entries()) {
    const { state, previousState } = entry.event;
    const known = entry.kind === 'run' ? run : (steps[entry.event.step] ?? 'PENDING');
    if (entry.sequence !== index + 1) throw new BrokenJournalError(`entry ${index + 1} has sequence ${entry.sequence}`);
    if (known !== previousState) {
      throw new BrokenJournalError(`entry ${entry.sequence} goes from ${previousState} to ${state}, but ${known} was before`);
    }
    const ended = entry.kind === 'run' ? isTerminalRunState(previousState ?? '') : isTerminalStepState(previousState ?? '');
    if (ended && entry.cause.type !== 'command') {
      throw new BrokenJournalError(`entry ${entry.sequence} leaves ${previousState} because of ${entry.cause.type}`);
    }
    if (entry.kind === 'run') run = entry.event.state;
    else steps[entry.event.step] = entry.event.state;
  }
  return { run, steps };
};
