import * as z from 'zod';

/**
 * States of a run. QUEUED waits for a slot of its pipeline; all after RUNNING are terminal, and only
 * a redrive command leaves them, for QUEUED. SKIPPED is a run that its pipeline's `whenBusy` did not let start,
 * SUPERSEDED one whose data came after a newer version of its key, CANCELLED one that was ended by a command or for a
 * newer run.
 */
export const runStateSchema = z.enum([
  'QUEUED',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'CANCELLED',
  'SKIPPED',
  'SUPERSEDED',
]);
export type RunState = z.infer<typeof runStateSchema>;

/**
 * States of a step. PENDING waits for the steps before it, STARTING has an intent but no Glue run yet, WAITING sits out
 * the delay before a retry or for capacity; the last five are terminal, and only a redrive leaves them, for PENDING.
 */
export const stepStateSchema = z.enum([
  'PENDING',
  'STARTING',
  'RUNNING',
  'WAITING',
  'STOPPING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'STOPPED',
  'SKIPPED',
]);
export type StepState = z.infer<typeof stepStateSchema>;

const TERMINAL_RUN_STATES: ReadonlySet<string> = new Set<RunState>(
  runStateSchema.options.filter((state) => state !== 'QUEUED' && state !== 'RUNNING'),
);
const TERMINAL_STEP_STATES: ReadonlySet<string> = new Set<StepState>(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'STOPPED', 'SKIPPED']);

export const isTerminalRunState = (state: string): boolean => TERMINAL_RUN_STATES.has(state);
export const isTerminalStepState = (state: string): boolean => TERMINAL_STEP_STATES.has(state);
