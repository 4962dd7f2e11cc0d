import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import type { FailedStep } from '@glue-relay/shared/pipeline/job-arguments';
import { readinessOf } from '@glue-relay/shared/pipeline/readiness';
import type { StepDefinition } from '@glue-relay/shared/pipeline/step-definition';
import type { StepState } from '@glue-relay/shared/states';

/** How a step ended here; one that needs the cloud is left out, and those after it go on as if it had succeeded. */
export type StepEnd =
  | { readonly step: string; readonly state: 'SUCCEEDED'; readonly seconds: number }
  | {
      readonly step: string;
      readonly state: 'FAILED' | 'TIMED_OUT';
      readonly seconds: number;
      readonly error: string;
      readonly log: string;
    }
  | { readonly step: string; readonly state: 'SKIPPED' | 'LEFT_OUT'; readonly reason: string };

/** Runs the script of a step, told of the failed steps that it comes after. */
export type RunStep = (step: StepDefinition, failedSteps: readonly FailedStep[]) => Promise<StepEnd>;

/** Runs the steps in their order, by the rules of `after` that the orchestrator goes by; each has one attempt. */
export const runSteps = async (
  { steps }: Pick<PipelineDefinition, 'steps'>,
  run: RunStep,
  tell: (end: StepEnd) => void = () => undefined,
): Promise<StepEnd[]> => {
  const ends = new Map<string, StepEnd>();
  for (const step of steps) {
    const end = await endOf(step, ends, run);
    ends.set(step.name, end);
    tell(end);
  }
  return [...ends.values()];
};

const endOf = async (step: StepDefinition, ends: ReadonlyMap<string, StepEnd>, run: RunStep): Promise<StepEnd> => {
  const readiness = readinessOf(step, (name) => stateOf(ends.get(name)));
  if (readiness.kind !== 'ready')
    return { step: step.name, state: 'SKIPPED', reason: readiness.kind === 'never' ? readiness.reason : 'waits for no one' };
  if (step.kind !== 'glue-job') return { step: step.name, state: 'LEFT_OUT', reason: `a ${step.kind} needs the cloud` };
  const before = step.after.flatMap(({ step: name }) => ends.get(name) ?? []);
  return run(
    step,
    before.flatMap((end) => ('error' in end ? [{ step: end.step, attempt: 1, error: end.error }] : [])),
  );
};

const stateOf = (end: StepEnd | undefined): StepState => (end?.state === 'LEFT_OUT' ? 'SUCCEEDED' : (end?.state ?? 'PENDING'));
