import { policy } from './policy';
import type { ActiveStep, Millis, Run, RunningStatus } from './run';
import { definitionOf, isActiveStep } from './run';
import { timesOutAt } from './timeouts';

/**
 * When a running run has to be looked at although nobody wakes it: once something of it is over by the time, or an event may have been
 * lost. Whoever asks at that time or later misses nothing; earlier there is nothing to see.
 */
export const dueAt = (run: Run & { readonly status: RunningStatus }): Millis => {
  const { deadline, ending } = run.status;
  const dues = Object.entries(run.steps).map(([name, step]) =>
    isActiveStep(step) ? stepDueAt(run, name, step) : Number.POSITIVE_INFINITY,
  );
  return Math.min(ending ? Number.POSITIVE_INFINITY : deadline, ...dues, run.updatedAt + policy.idleForMs);
};

const stepDueAt = (run: Run, name: string, step: ActiveStep): Millis => {
  switch (step.state) {
    case 'STARTING':
      return step.leaseUntil;
    case 'RUNNING':
      return Math.min(run.updatedAt + policy.lookAfterMs, timesOutAt(definitionOf(run, name), step.startedAt));
    case 'STOPPING':
      return Math.min(run.updatedAt + policy.lookAfterMs, step.stopAgainAt);
    case 'WAITING':
      return step.until;
  }
};

/**
 * Whether a sweep looks at a run that is due: as it comes due, then ever more seldom, for one that only takes its time has nothing to
 * say.
 *
 * @param sweptAt - when the sweep before looked, which this one goes on from
 */
export const isLookedAt = (due: Millis, sweptAt: Millis, now: Millis): boolean => {
  let [look, gap]: [Millis, Millis] = [due, policy.lookAfterMs];
  while (look <= sweptAt) {
    look += gap;
    gap = Math.min(2 * gap, policy.longestLookGapMs);
  }
  return look <= now;
};
