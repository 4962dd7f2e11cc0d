import type { StepDefinition } from '@glue-relay/shared/pipeline/step-definition';
import type { Run, UnsuccessfulStep } from './run';
import { isActiveStep, isUnsuccessfulStep } from './run';

/** Why a failed run failed, by the step that ended unsuccessfully first: `step "clean" failed on attempt 1: ValueError: …`. */
export const runErrorOf = (run: Run): string => {
  const failed = Object.entries(run.steps).flatMap(([name, step]) => (isUnsuccessfulStep(step) ? [{ name, step }] : []));
  const [first] = failed.sort((one, other) => one.step.endedAt - other.step.endedAt);
  if (!first) return 'the run failed';
  return `step "${first.name}" ${verbs[first.step.state]} on attempt ${first.step.attempt}: ${first.step.error}`;
};

const verbs: Readonly<Record<UnsuccessfulStep['state'], string>> = {
  FAILED: 'failed',
  TIMED_OUT: 'timed out',
  STOPPED: 'was stopped',
};

/** Why a step did not go on in a run that was made to end. */
export const endingText = ({ status }: Run): string =>
  status.state === 'RUNNING' && status.ending?.state === 'TIMED_OUT' ? "the run's time was up" : 'the run was cancelled';

/** Why a step timed out. */
export const timeoutTextOf = ({ kind, timeoutMinutes }: StepDefinition): string =>
  kind === 'gate'
    ? `the run's model did not become champion within the ${timeoutMinutes} minutes of the gate`
    : `it did not end within its ${timeoutMinutes} minutes`;

/** Why a run is being ended at its deadline, and what it was doing then. */
export const timeUpErrorOf = (run: Run): string => {
  const active = Object.entries(run.steps).flatMap(([name, step]) => (isActiveStep(step) ? [`"${name}" (${step.state})`] : []));
  return `the run did not end within its ${run.definition.timeoutMinutes} minutes; active then: ${active.join(', ') || 'no step'}`;
};
