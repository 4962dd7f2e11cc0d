import { retrySchema } from '@glue-relay/shared/pipeline/step-definition';
import fc from 'fast-check';
import { capacityDelayOf, fractionOf, retryAfter } from '../../src/domain/retry';
import { aRetry } from '../factories';

it.each([
  [{ intervalSeconds: 2, backoffRate: 2 }, 0, 2_000],
  [{ intervalSeconds: 2, backoffRate: 2 }, 2, 8_000],
  [{ intervalSeconds: 3, backoffRate: 1.5 }, 1, 4_500],
  [{ intervalSeconds: 10, backoffRate: 10, maxDelaySeconds: 60 }, 2, 60_000],
  [{ maxAttempts: 3 }, 2, 4_000],
  [{ maxAttempts: 3 }, 3, undefined],
  [{ maxAttempts: 0 }, 0, undefined],
  [{ on: ['timeout' as const] as ['timeout'] }, 0, undefined],
])('%j after %i retries waits %s ms', (given, used, expected) => {
  expect(retryAfter([aRetry(given)], 'job-failure', [used], 'seed')?.delayMs).toBe(expected);
});

it('does not retry without a rule', () => {
  expect(retryAfter([], 'platform', [], 'seed')).toBeNull();
});

it('does not retry failed data checks unless a rule names them', () => {
  expect(retryAfter([retrySchema.parse({})], 'data', [], 'seed')).toBeNull();
  expect(retryAfter([aRetry({ on: ['data'] })], 'data', [], 'seed')).not.toBeNull();
});

it.each(['job-failure', 'timeout', 'throttling', 'platform'] as const)(
  'retries %s by a rule that names no class',
  (errorClass) => {
    expect(retryAfter([retrySchema.parse({})], errorClass, [], 'seed')).toEqual({ delayMs: 1_000, used: [1] });
  },
);

it('takes the first rule that names the class, and counts the retries of each on its own', () => {
  const rules = [
    aRetry({ on: ['platform'], maxAttempts: 1, intervalSeconds: 7 }),
    aRetry({ on: ['platform', 'timeout'], maxAttempts: 2, intervalSeconds: 9 }),
  ];

  expect(retryAfter(rules, 'platform', [], 's')).toEqual({ delayMs: 7_000, used: [1, 0] });
  expect(retryAfter(rules, 'timeout', [1, 0], 's')).toEqual({ delayMs: 9_000, used: [1, 1] });
  expect(retryAfter(rules, 'platform', [1, 1], 's')).toBeNull();
  expect(retryAfter(rules, 'timeout', [1, 1], 's')).toEqual({ delayMs: 18_000, used: [1, 2] });
});

it('spreads full jitter over the whole delay, the same for the same seed', () => {
  const delayOf = (seed: string) =>
    retryAfter([aRetry({ jitter: 'full', intervalSeconds: 100 })], 'platform', [], seed)?.delayMs ?? 0;
  const delays = Array.from({ length: 200 }, (_, run) => delayOf(`run-${run}`));

  expect(Math.min(...delays)).toBeLessThan(10_000);
  expect(Math.max(...delays)).toBeGreaterThan(90_000);
  expect(Math.max(...delays)).toBeLessThanOrEqual(100_000);
  expect(delayOf('x')).toBe(delayOf('x'));
});

it('keeps fractions and capacity delays in bounds for any seed', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(1000), (seed, waits) => {
      const delay = capacityDelayOf(waits, seed);
      return fractionOf(seed) >= 0 && fractionOf(seed) < 1 && delay >= 1_000 && delay <= 60_000;
    }),
  );
});
