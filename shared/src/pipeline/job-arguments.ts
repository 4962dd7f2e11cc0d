import type { Parameters } from '../dataset';

/** Names of the arguments by which a Glue run is known as ours. */
export const relayArguments = { runId: '--relay_run_id', step: '--relay_step', attempt: '--relay_attempt' } as const;

/** A step that ended without success, as a step that comes after its failure is told of it. */
export interface FailedStep {
  readonly step: string;
  readonly attempt: number;
  readonly error: string;
}

/** What a job is told: who it is, what to read and where to write, and the run's parameters. */
export interface JobCall {
  readonly runId: string;
  readonly step: string;
  readonly attempt: number;
  readonly pipeline: string;
  /** Address of the file, or of the list of a batch's files. */
  readonly input: string;
  /** Address under which the areas of outputs lie, without a slash at its end. */
  readonly outputRoot: string;
  readonly parameters: Parameters;
  /** Those that the step comes after; no argument where there are none. */
  readonly failedSteps: readonly FailedStep[];
}

/** Glue hands arguments on as a command line, so that an error must be short of what one may hold. */
const MAX_ERROR = 1_000;

/** The arguments of a job; `relay_job` reads them. */
export const jobArgumentsOf = (call: JobCall): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(call.parameters).map(([name, value]) => [`--${name}`, String(value)])),
  [relayArguments.runId]: call.runId,
  [relayArguments.step]: call.step,
  [relayArguments.attempt]: String(call.attempt),
  '--pipeline': call.pipeline,
  '--input': call.input,
  '--output_root': call.outputRoot,
  ...(call.failedSteps.length > 0 ? { '--relay_failed_steps': failuresText(call.failedSteps) } : {}),
});

const failuresText = (failed: readonly FailedStep[]): string =>
  JSON.stringify(failed.map(({ step, attempt, error }) => ({ step, attempt, error: error.slice(0, MAX_ERROR) })));
