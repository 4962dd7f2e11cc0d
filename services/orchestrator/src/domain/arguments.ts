import type { FailedStep } from '@glue-relay/shared/pipeline/job-arguments';
import { jobArgumentsOf, relayArguments } from '@glue-relay/shared/pipeline/job-arguments';
import type { Run } from './run';
import { definitionOf, isUnsuccessfulStep, stepOf } from './run';

/** An attempt of a step of a run, as a Glue run's arguments name it. */
export interface AttemptId {
  readonly runId: string;
  readonly step: string;
  readonly attempt: number;
}

/** Arguments of the Glue run of an attempt: who it is, what to read and where to write, and the run's parameters. */
export const startArgumentsOf = (run: Run, step: string, attempt: number): Record<string, string> =>
  jobArgumentsOf({
    runId: run.runId,
    step,
    attempt,
    pipeline: run.definition.pipeline,
    input: `s3://${run.dataset.bucket}/${run.dataset.key}`,
    outputRoot: `s3://${run.dataset.bucket}`,
    parameters: run.parameters,
    failedSteps: failedBefore(run, step),
  });

/** Those that the step comes after: what a catch branch is there for. */
const failedBefore = (run: Run, name: string): FailedStep[] =>
  definitionOf(run, name).after.flatMap(({ step }) => {
    const before = stepOf(run, step);
    return isUnsuccessfulStep(before) ? [{ step, attempt: before.attempt, error: before.error }] : [];
  });

/** The attempt that a Glue run's arguments name; null where it was not the orchestrator that started it. */
export const attemptIn = (given: Readonly<Record<string, string>>): AttemptId | null => {
  const runId = given[relayArguments.runId];
  const step = given[relayArguments.step];
  const attempt = Number(given[relayArguments.attempt]);
  return runId && step && Number.isInteger(attempt) && attempt > 0 ? { runId, step, attempt } : null;
};
