import fc from 'fast-check';
import { capacityDelayOf, fractionOf, retryDelayOf } from '../../src/domain/retry';
import { aRetry } from '../factories';

it.each([
  [{ intervalSeconds: 2, backoffRate: 2 }, 1, 2_000],
  [{ intervalSeconds: 2, backoffRate: 2 }, 3, 8_000],
  [{ intervalSeconds: 3, backoffRate: 1.5 }, 2, 4_500],
  [{ intervalSeconds: 10, backoffRate: 10, maxDelaySeconds: 60 }, 3, 60_000],
  [{ maxAttempts: 3 }, 3, 4_000],
  [{ maxAttempts: 3 }, 4, null],
  [{ maxAttempts: 0 }, 1, null],
  [{ on: ['timeout' as const] as ['timeout'] }, 1, null],
])('%j after attempt %i waits %s ms', (given, attempt, expected) => {
  expect(retryDelayOf(aRetry(given), 'job-failure', attempt, 'seed')).toBe(expected);
});

it('does not retry without a rule', () => {
  expect(retryDelayOf(null, 'platform', 1, 'seed')).toBeNull();
});

it('spreads full jitter over the whole delay, the same for the same seed', () => {
  const delays = Array.from(
    { length: 200 },
    (_, run) => retryDelayOf(aRetry({ jitter: 'full', intervalSeconds: 100 }), 'platform', 1, `run-${run}`) ?? 0,
  );

  expect(Math.min(...delays)).toBeLessThan(10_000);
  expect(Math.max(...delays)).toBeGreaterThan(90_000);
  expect(Math.max(...delays)).toBeLessThanOrEqual(100_000);
  expect(retryDelayOf(aRetry({ jitter: 'full' }), 'platform', 1, 'x')).toBe(
    retryDelayOf(aRetry({ jitter: 'full' }), 'platform', 1, 'x'),
  );
});

it('keeps fractions and capacity delays in bounds for any seed', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(1000), (seed, waits) => {
      const delay = capacityDelayOf(waits, seed);
      return fractionOf(seed) >= 0 && fractionOf(seed) < 1 && delay >= 1_000 && delay <= 60_000;
    }),
  );
});
