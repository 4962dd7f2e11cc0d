import type { ErrorClass, Retry } from '@glue-relay/shared/pipeline/step-definition';
import { policy } from './policy';

/** The retry that a rule grants: the delay before it, in ms, and the retries that each rule has used with it. */
export interface GrantedRetry {
  readonly delayMs: number;
  readonly used: readonly number[];
}

/**
 * The retry after an attempt of a class, or null where there is to be none. The first rule that names the class decides;
 * each counts its own retries, as in Step Functions.
 *
 * @param used - retries that each rule has used so far
 * @param seed - spreads `jitter: full` over runs and attempts; the same gives the same delay, so that a decision stays pure
 */
export const retryAfter = (
  rules: readonly Retry[],
  errorClass: ErrorClass,
  used: readonly number[],
  seed: string,
): GrantedRetry | null => {
  const index = rules.findIndex(({ on }) => on.includes(errorClass));
  const rule = rules[index];
  const before = used[index] ?? 0;
  if (!rule || before >= rule.maxAttempts) return null;
  const grown = rule.intervalSeconds * rule.backoffRate ** before;
  const wholeMs = Math.min(grown, rule.maxDelaySeconds ?? LONGEST_DELAY_SECONDS) * 1000;
  const delayMs = Math.round(rule.jitter === 'full' ? wholeMs * fractionOf(seed) : wholeMs);
  return { delayMs, used: rules.map((_, other) => (used[other] ?? 0) + (other === index ? 1 : 0)) };
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
