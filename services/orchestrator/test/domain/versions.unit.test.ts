import { compareSequencers } from '@glue-relay/shared/sequencer';
import fc from 'fast-check';
import type { VersionMark } from '../../src/domain/versions';
import { isOlder, raisedBy } from '../../src/domain/versions';
import { T0 } from '../factories';

const version = (sequencer: string | null, second: number) => ({
  sequencer,
  lastModified: new Date(T0 + second * 1000).toISOString(),
});

describe('sequencers', () => {
  it.each([
    ['0055AED6DCD90281E5', '0055AED6DCD90281E5', 0],
    ['0055AED6DCD90281E5', '0055AED6DCD90281E6', -1],
    ['0055AED6DCD902', '0055AED6DCD90281E5', -1],
    ['0055AED6DCD903', '0055AED6DCD90281E5', 1],
    ['0055AED6DCD9', '0055AED6DCD900', 0],
  ])('%s against %s is %i', (one, other, expected) => {
    expect(compareSequencers(one, other)).toBe(expected);
    expect(compareSequencers(other, one)).toBe(expected === 0 ? 0 : -expected);
  });

  it('stand in one order, whatever their lengths', () => {
    const aSequencer = fc.stringMatching(/^[0-9A-F]{1,18}$/);
    fc.assert(
      fc.property(aSequencer, aSequencer, aSequencer, (a, b, c) => {
        const [low, middle, high] = [a, b, c].sort(compareSequencers) as [string, string, string];
        return compareSequencers(low, middle) <= 0 && compareSequencers(middle, high) <= 0 && compareSequencers(low, high) <= 0;
      }),
    );
  });
});

describe('a version', () => {
  it.each([
    ['by sequencer, whatever the dates say', version('01', 9), version('02', 1), true],
    ['not where it has the higher sequencer', version('02', 1), version('01', 9), false],
    ['not where it is the same', version('01', 1), version('01', 1), false],
    ['by date, where a listing found it', version(null, 1), version('02', 2), true],
    ['by date, where a listing found the other', version('02', 1), version(null, 2), true],
    ['not where dates are all there is and are the same', version(null, 1), version(null, 1), false],
  ])('is older %s', (_, one, other, expected) => {
    expect(isOlder(one, raisedBy(null, other))).toBe(expected);
  });

  it('is taken in the order of writing, and the newest always, in whatever order they are heard of', () => {
    const written = fc.array(fc.record({ listed: fc.boolean(), pause: fc.nat(1), tail: fc.constantFrom('', '0', 'A7') }), {
      minLength: 1,
      maxLength: 12,
    });
    const heard = written.chain((writes) => {
      const ordered = writes.map(({ listed, tail }, index) => {
        const second = writes.slice(0, index + 1).reduce((sum, { pause }) => sum + pause, 0);
        return { index, ...version(listed ? null : `${10 + index}${tail}`, second) };
      });
      return fc.shuffledSubarray(ordered, { minLength: ordered.length });
    });
    fc.assert(
      fc.property(heard, (versions) => {
        let mark: VersionMark | null = null;
        const taken: typeof versions = [];
        for (const one of versions) {
          if (mark && isOlder(one, mark)) continue;
          mark = raisedBy(mark, one);
          taken.push(one);
        }
        const last = versions.reduce((newest, one) => (one.index > newest.index ? one : newest));
        expect(taken).toContain(last);
        for (const [index, one] of taken.entries()) {
          for (const before of taken.slice(0, index)) expect(isOlder(one, raisedBy(null, before))).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });
});
