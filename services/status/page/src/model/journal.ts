import type { Cause, JournalEntry } from '../api/types';
import { stateLabel } from './state';

/** What changed: `clean, attempt 2: Starting → Running`; a step that was never started has no attempt. */
export const changeOf = ({ step, attempt, from, to }: JournalEntry): string => {
  const subject = step === null ? 'Run' : attempt === null || attempt === 0 ? step : `${step}, attempt ${attempt}`;
  return `${subject}: ${from === null || from === to ? '' : `${stateLabel(from)} → `}${stateLabel(to)}`;
};

const CAUSES: Readonly<Record<string, string>> = {
  'dataset-accepted': 'the file arrived',
  'glue-event': 'Glue said so',
  timer: 'a timer went off',
  'slot-free': 'a run before it ended',
  'newer-run': 'a newer run came',
  sweep: 'the sweep found it',
  command: 'a command',
};

/** What brought it about, for a person. */
export const causeOf = (cause: Cause | null): string => {
  if (cause === null) return 'not recorded';
  const what = CAUSES[cause.type] ?? cause.type;
  return cause.by === null ? what : `${what} of ${cause.by}`;
};
