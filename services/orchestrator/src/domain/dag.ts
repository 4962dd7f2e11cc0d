import type { AfterCondition, StepDefinition } from '@glue-relay/shared/pipeline/step-definition';
import type { Run, Step } from './run';
import { isUnsuccessfulStep, stepOf } from './run';

/** Whether a pending step may start, has to wait still, or never can. */
export type Readiness =
  | { readonly kind: 'ready' }
  | { readonly kind: 'open' }
  | { readonly kind: 'never'; readonly reason: string };

/** Reads a step's `after` against the states of the steps before it. */
export const readinessOf = (run: Run, definition: StepDefinition): Readiness => {
  const verdicts = definition.after.map(({ step, on }) => ({ step, on, verdict: verdictOf(stepOf(run, step), on) }));
  const unmet = verdicts.filter(({ verdict }) => verdict === 'unmet');
  const met = verdicts.filter(({ verdict }) => verdict === 'met');
  if (definition.fanIn === 'any' && verdicts.length > 0) {
    if (met.length > 0) return { kind: 'ready' };
    return unmet.length === verdicts.length ? never(run, unmet) : { kind: 'open' };
  }
  if (unmet.length > 0) return never(run, unmet);
  return met.length === verdicts.length ? { kind: 'ready' } : { kind: 'open' };
};

type Verdict = 'met' | 'unmet' | 'open';

const verdictOf = (before: Step, on: AfterCondition): Verdict => {
  const succeeded = before.state === 'SUCCEEDED';
  const unsuccessful = isUnsuccessfulStep(before);
  if (!succeeded && !unsuccessful && before.state !== 'SKIPPED') return 'open';
  switch (on) {
    case 'success':
      return succeeded ? 'met' : 'unmet';
    case 'failure':
      return unsuccessful ? 'met' : 'unmet';
    case 'always':
      return 'met';
  }
};

const never = (run: Run, unmet: readonly { step: string; on: AfterCondition }[]): Readiness => ({
  kind: 'never',
  reason: unmet
    .map(
      ({ step, on }) =>
        `needs ${on} of "${step}", which ${stepOf(run, step).state === 'SKIPPED' ? 'was skipped' : `ended ${stepOf(run, step).state}`}`,
    )
    .join('; '),
});
