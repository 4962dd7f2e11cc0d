import type { ErrorClass, Retry } from '@glue-relay/shared/pipeline/definition';
import { policy } from './policy';

/**
 * Delay before the next attempt, in ms, or null where there is to be none.
 *
 * @param attempt - the attempt that ended, from 1; `maxAttempts` counts the retries after the first
 * @param seed - spreads `jitter: full` over the runs; the same seed gives the same delay, so that a decision stays pure
 */
export const retryDelayOf = (retry: Retry | null, errorClass: ErrorClass, attempt: number, seed: string): number | null => {
  if (!retry?.on.includes(errorClass) || attempt > retry.maxAttempts) return null;
  const grown = retry.intervalSeconds * retry.backoffRate ** (attempt - 1);
  const delayMs = Math.min(grown, retry.maxDelaySeconds ?? LONGEST_DELAY_SECONDS) * 1000;
  return Math.round(retry.jitter === 'full' ? delayMs * fractionOf(`${seed}#${attempt}`) : delayMs);
};

/** Step Functions' own cap of an interval. */
const LONGEST_DELAY_SECONDS = 31_622_400;

/** Delay before Glue is asked again for capacity, in ms; spread between half and whole, for many wait at once. */
export const capacityDelayOf = (waits: number, seed: string): number => {
  const whole = Math.min(policy.capacityWaitMs * 2 ** Math.min(waits, 16), policy.longestCapacityWaitMs);
  return Math.round(whole * (0.5 + fractionOf(`${seed}#${waits}`) / 2));
};

/** A number in [0, 1) that is derived from a text (FNV-1a, 32 bit, with a final mix). */
export const fractionOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
};
