import type { Run } from './run';

/** Names of the arguments by which a Glue run is known as ours. */
export const relayArguments = { runId: '--relay_run_id', step: '--relay_step', attempt: '--relay_attempt' } as const;

/** An attempt of a step of a run, as a Glue run's arguments name it. */
export interface AttemptId {
  readonly runId: string;
  readonly step: string;
  readonly attempt: number;
}

/** Arguments of the Glue run of an attempt: who it is, what to read and where to write, and the run's parameters. */
export const startArgumentsOf = (run: Run, step: string, attempt: number): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(run.parameters).map(([name, value]) => [`--${name}`, String(value)])),
  [relayArguments.runId]: run.runId,
  [relayArguments.step]: step,
  [relayArguments.attempt]: String(attempt),
  '--pipeline': run.definition.pipeline,
  '--input': `s3://${run.dataset.bucket}/${run.dataset.key}`,
  '--output_root': `s3://${run.dataset.bucket}`,
});

/** The attempt that a Glue run's arguments name; null where it was not the orchestrator that started it. */
export const attemptIn = (given: Readonly<Record<string, string>>): AttemptId | null => {
  const runId = given[relayArguments.runId];
  const step = given[relayArguments.step];
  const attempt = Number(given[relayArguments.attempt]);
  return runId && step && Number.isInteger(attempt) && attempt > 0 ? { runId, step, attempt } : null;
};
