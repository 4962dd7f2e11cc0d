/** How a state is coloured; each tone has a sign of its own too, so that nobody depends on colours. */
export type Tone = 'good' | 'bad' | 'active' | 'waiting' | 'quiet';

const TONES: Readonly<Record<string, Tone>> = {
  SUCCEEDED: 'good',
  FAILED: 'bad',
  TIMED_OUT: 'bad',
  REJECTED: 'bad',
  ERROR: 'bad',
  RUNNING: 'active',
  STARTING: 'active',
  STOPPING: 'active',
  QUEUED: 'waiting',
  WAITING: 'waiting',
  PENDING: 'quiet',
};

export const toneOf = (state: string): Tone => TONES[state] ?? 'quiet';

/** A state as a person reads it: `TIMED_OUT` is `Timed out`. */
export const stateLabel = (state: string): string => {
  const words = state.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Whether a run or an attempt in the state can still change by itself. */
export const isLive = (state: string): boolean => {
  const tone = toneOf(state);
  return tone === 'active' || tone === 'waiting';
};

export const RUN_STATES = [
  'QUEUED',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'CANCELLED',
  'SKIPPED',
  'SUPERSEDED',
  'REJECTED',
] as const;
