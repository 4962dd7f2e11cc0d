import fc from 'fast-check';
import { chargeStart } from '../../src/domain/start-limit';
import { T0 } from '../factories';

const limit = { perSecond: 2, burst: 3 };

/** The times, in ms from T0, at which a start was granted. */
const granted = (given: typeof limit, asked: readonly number[]): number[] => {
  let fullAt: number | null = null;
  return asked.filter((at) => {
    const charged = chargeStart(fullAt, given, T0 + at);
    fullAt = charged ?? fullAt;
    return charged !== null;
  });
};

it.each([
  ['so many at once', [0, 0, 0, 0], [0, 0, 0]],
  ['one more with each that came back', [0, 0, 0, 499, 500, 500], [0, 0, 0, 500]],
  ['no more than the burst after a long rest', [0, 9_000, 9_000, 9_000, 9_000], [0, 9_000, 9_000, 9_000]],
])('grants %s', (_, asked, expected) => {
  expect(granted(limit, asked)).toEqual(expected);
});

it('grants in no window more than burst and rate allow, and always one after a rest', () => {
  const aLimit = fc.record({ perSecond: fc.constantFrom(0.05, 0.5, 2, 100), burst: fc.integer({ min: 1, max: 20 }) });
  fc.assert(
    fc.property(aLimit, fc.array(fc.nat(3_000), { maxLength: 80 }), (given, pauses) => {
      let at = 0;
      const times = granted(
        given,
        pauses.map((pause) => (at += pause)),
      );
      for (const [first, from] of times.entries()) {
        for (const [last, until] of times.entries()) {
          const allowed = given.burst + ((until - from) / 1000) * given.perSecond;
          if (last >= first) expect(last - first + 1).toBeLessThanOrEqual(allowed + 1e-6);
        }
      }
      const rested = at + 1000 / given.perSecond;
      expect(granted(given, [...times, rested]).at(-1)).toBe(rested);
    }),
  );
});
