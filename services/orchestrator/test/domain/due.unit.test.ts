import fc from 'fast-check';
import { decide } from '../../src/domain/decide';
import { dueAt, isLookedAt } from '../../src/domain/due';
import { policy } from '../../src/domain/policy';
import { isRunning } from '../../src/domain/queue';
import type { Run } from '../../src/domain/run';
import { aPipeline, aRetry, aRunningRun, aStep, cause, ended, leaseOf, MINUTE, play, started, T0 } from '../factories';

const dueOf = (run: Run): number => (isRunning(run) ? dueAt(run) : Number.NaN);
const retried = aPipeline([aStep('clean', [], { retry: [aRetry({ intervalSeconds: 300 })] })]);

describe('a running run is due', () => {
  it.each([
    ['when the lease of a start runs out', aRunningRun(retried), leaseOf(aRunningRun(retried), 'clean')],
    ['some time after the last news of a step that runs', play(aRunningRun(retried), started('clean')), T0 + policy.lookAfterMs],
    ['when a retry is', play(aRunningRun(retried), started('clean'), ended('clean', 'FAILED')), T0 + 1_000 + 300_000],
  ])('%s', (_, run, due) => {
    expect(dueOf(run)).toBe(due);
  });

  it('at the end of its own time, but for one that is ending', () => {
    const run = { ...play(aRunningRun({ ...retried, timeoutMinutes: 5 }), started('clean'), ended('clean', 'FAILED')) };
    expect(dueOf(run)).toBe(T0 + 5 * MINUTE);
    const late = decide(aRunningRun({ ...retried, timeoutMinutes: 5 }), [started('clean')], T0 + 5 * MINUTE, cause).run;
    expect(dueOf(late)).toBe(T0 + 5 * MINUTE + policy.lookAfterMs);
  });
});

describe('the sweeps look at a run that is due', () => {
  const looks = (sweeps: readonly number[]) => sweeps.filter((now, index) => isLookedAt(T0, sweeps[index - 1] ?? 0, now));

  it('as it comes due, then ever more seldom', () => {
    const everyTwenty = Array.from({ length: 30 }, (_, third) => T0 + (third * MINUTE) / 3);
    expect(looks(everyTwenty).map((at) => (at - T0) / 1000)).toEqual([0, 20, 60, 140, 260, 380, 500]);
    expect(isLookedAt(T0, 0, T0 - 1)).toBe(false);
  });

  it('at least once in the longest gap and one pause, however they are timed', () => {
    const pauses = fc.array(fc.integer({ min: 1, max: 5 * MINUTE }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(pauses, (given) => {
        let at = T0;
        const sweeps = [at, ...given.map((pause) => (at += pause))];
        const found = looks(sweeps);
        const gaps = found.map((at, index) => at - (found[index - 1] ?? T0));
        const last = (sweeps.at(-1) ?? T0) - (found.at(-1) ?? T0);
        expect(Math.max(...gaps, last)).toBeLessThanOrEqual(policy.longestLookGapMs + 5 * MINUTE);
      }),
    );
  });
});
