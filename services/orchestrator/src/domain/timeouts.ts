import type { StepDefinition } from '@glue-relay/shared/pipeline/step-definition';
import { policy } from './policy';
import type { Millis } from './run';

/** When a step that began then has taken too long. Glue ends a job by its own timeout, and is given time for that. */
export const timesOutAt = ({ kind, timeoutMinutes }: StepDefinition, startedAt: Millis): Millis =>
  startedAt + timeoutMinutes * 60_000 + (kind === 'glue-job' ? policy.jobTimeoutGraceMs : 0);

/**
 * When a running step has to be looked at although nobody says anything; null where its end is always said. A gate's decision
 * may have come while it was being started, when there was nobody to be woken.
 */
export const looksAgainAt = (definition: StepDefinition, startedAt: Millis, now: Millis): Millis | null => {
  switch (definition.kind) {
    case 'glue-job':
      return null;
    case 'crawler':
      return timesOutAt(definition, startedAt);
    case 'gate': {
      const soon = startedAt + policy.gateLookAgainMs;
      return Math.min(now < soon ? soon : Number.POSITIVE_INFINITY, timesOutAt(definition, startedAt));
    }
  }
};
