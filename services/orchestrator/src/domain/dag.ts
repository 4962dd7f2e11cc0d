import type { Readiness } from '@glue-relay/shared/pipeline/readiness';
import { readinessOf as readinessIn } from '@glue-relay/shared/pipeline/readiness';
import type { StepDefinition } from '@glue-relay/shared/pipeline/step-definition';
import type { Run } from './run';
import { stepOf } from './run';

/** Reads a step's `after` against the states of the run's steps before it. */
export const readinessOf = (run: Run, definition: StepDefinition): Readiness =>
  readinessIn(definition, (step) => stepOf(run, step).state);
