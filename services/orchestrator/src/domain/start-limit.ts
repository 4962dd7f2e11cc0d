import type { Millis } from './run';

/** How many job runs the stage may start: so many at once, and so many a second in the long run. */
export interface StartLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * The stage's bucket of starts as one number: the time at which it is full again. A start pushes it back by the time that
 * one start needs to come back, and is granted where the bucket is not more than `burst` starts short of full then.
 */
export interface StartBounds {
  readonly intervalMs: Millis;
  /** The latest that the bucket may be full again before a start, for the start to be granted. */
  readonly latestFullAt: Millis;
}

export const boundsOf = ({ perSecond, burst }: StartLimit, now: Millis): StartBounds => {
  const intervalMs = 1000 / perSecond;
  return { intervalMs, latestFullAt: now + (burst - 1) * intervalMs };
};

/** When the bucket is full again after a start, or null where there is none to be had now. */
export const chargeStart = (fullAt: Millis | null, limit: StartLimit, now: Millis): Millis | null => {
  const { intervalMs, latestFullAt } = boundsOf(limit, now);
  if (fullAt === null || fullAt <= now) return now + intervalMs;
  return fullAt <= latestFullAt ? fullAt + intervalMs : null;
};
