import type { StepState } from '../states';
import type { AfterCondition, StepDefinition } from './step-definition';

/** Whether a pending step may start, has to wait still, or never can. */
export type Readiness =
  | { readonly kind: 'ready' }
  | { readonly kind: 'open' }
  | { readonly kind: 'never'; readonly reason: string };

/** Reads a step's `after` against the states of the steps before it. */
export const readinessOf = (
  { after, fanIn }: Pick<StepDefinition, 'after' | 'fanIn'>,
  stateOf: (step: string) => StepState,
): Readiness => {
  const verdicts = after.map(({ step, on }) => ({ step, on, verdict: verdictOf(stateOf(step), on) }));
  const unmet = verdicts.filter(({ verdict }) => verdict === 'unmet');
  const met = verdicts.filter(({ verdict }) => verdict === 'met');
  if (fanIn === 'any' && verdicts.length > 0) {
    if (met.length > 0) return { kind: 'ready' };
    return unmet.length === verdicts.length ? never(unmet, stateOf) : { kind: 'open' };
  }
  if (unmet.length > 0) return never(unmet, stateOf);
  return met.length === verdicts.length ? { kind: 'ready' } : { kind: 'open' };
};

type Verdict = 'met' | 'unmet' | 'open';

const verdictOf = (before: StepState, on: AfterCondition): Verdict => {
  const succeeded = before === 'SUCCEEDED';
  const unsuccessful = before === 'FAILED' || before === 'TIMED_OUT' || before === 'STOPPED';
  if (!succeeded && !unsuccessful && before !== 'SKIPPED') return 'open';
  switch (on) {
    case 'success':
      return succeeded ? 'met' : 'unmet';
    case 'failure':
      return unsuccessful ? 'met' : 'unmet';
    case 'always':
      return 'met';
  }
};

const never = (unmet: readonly { step: string; on: AfterCondition }[], stateOf: (step: string) => StepState): Readiness => ({
  kind: 'never',
  reason: unmet
    .map(({ step, on }) => {
      const state = stateOf(step);
      return `needs ${on} of "${step}", which ${state === 'SKIPPED' ? 'was skipped' : `ended ${state}`}`;
    })
    .join('; '),
});
