import type { StepState } from '@glue-relay/shared/states';
import type { RunSummary } from '../api/types';

/** How a state is coloured; each tone has a sign of its own too, so that nobody depends on colours. */
export type Tone = 'good' | 'bad' | 'active' | 'waiting' | 'quiet';

/** Of every state that a run is shown in, in the order in which they are offered. */
const RUN_TONES: Readonly<Record<RunSummary['state'], Tone>> = {
  QUEUED: 'waiting',
  RUNNING: 'active',
  SUCCEEDED: 'good',
  FAILED: 'bad',
  TIMED_OUT: 'bad',
  CANCELLED: 'quiet',
  SKIPPED: 'quiet',
  SUPERSEDED: 'quiet',
  REJECTED: 'bad',
};

const STEP_TONES: Readonly<Record<StepState, Tone>> = {
  PENDING: 'quiet',
  STARTING: 'active',
  RUNNING: 'active',
  WAITING: 'waiting',
  STOPPING: 'active',
  SUCCEEDED: 'good',
  FAILED: 'bad',
  TIMED_OUT: 'bad',
  STOPPED: 'quiet',
  SKIPPED: 'quiet',
};

const TONES: Readonly<Record<string, Tone>> = { ...STEP_TONES, ...RUN_TONES };

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

export const RUN_STATES = Object.keys(RUN_TONES);
