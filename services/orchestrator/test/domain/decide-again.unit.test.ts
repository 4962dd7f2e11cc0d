import type { ErrorClass } from '@glue-relay/shared/pipeline/step-definition';
import { errorClassSchema } from '@glue-relay/shared/pipeline/step-definition';
import { decide } from '../../src/domain/decide';
import { policy } from '../../src/domain/policy';
import type { Run } from '../../src/domain/run';
import { aPipeline, aRetry, aRunningRun, aStep, cause, ended, leaseOf, MINUTE, play, statesOf, T0 } from '../factories';

const single = (given = {}) => aPipeline([aStep('clean', [], given)], { timeoutMinutes: 600 });
const decideAt = (run: Run, at: number) => decide(run, [], at, { type: 'timer', id: 't' });
const statusOf = (run: Run) => run.status.state;

describe('capacity', () => {
  const refused = (run: Run) => ({
    kind: 'no-capacity' as const,
    step: 'clean',
    attempt: 1,
    leaseUntil: leaseOf(run, 'clean'),
    message: 'ConcurrentRunsExceededException',
    mayHaveStarted: false,
  });

  it('leaves alone what the holder of an earlier lease was told: another may have started it meanwhile', () => {
    const run = aRunningRun(single());
    const takenOver = decideAt(run, leaseOf(run, 'clean')).run;

    expect(decide(takenOver, [refused(run)], leaseOf(run, 'clean') + 1, cause).run).toBe(takenOver);
    const seen = decide(takenOver, [refused(takenOver)], leaseOf(run, 'clean') + 1, cause);
    expect(seen.run.steps.clean).toMatchObject({ state: 'WAITING' });
  });

  it('waits, longer each time, without using an attempt', () => {
    let run = aRunningRun(single());
    const waits: number[] = [];
    for (let at = T0, turn = 0; turn < 8; turn += 1) {
      run = decide(run, [refused(run)], at, cause).run;
      const step = run.steps.clean;
      if (step?.state !== 'WAITING') throw new Error('expected a wait');
      waits.push(step.until - at);
      at = step.until;
      run = decideAt(run, at).run;
    }

    expect(run.steps.clean).toMatchObject({ state: 'STARTING', attempt: 1 });
    expect(Math.max(...waits)).toBeLessThanOrEqual(policy.longestCapacityWaitMs);
    expect(waits[4]).toBeGreaterThan(waits[0] ?? 0);
  });

  it('searches first where Glue left open whether it started', () => {
    const run = aRunningRun(single());
    const waiting = decide(run, [{ ...refused(run), mayHaveStarted: true }], T0, cause).run;

    const { effects } = decideAt(waiting, T0 + MINUTE);

    expect(effects).toContainEqual(expect.objectContaining({ type: 'start', mode: 'adopt-or-start', owedSince: T0 }));
  });

  it('searches for what began since the start, where that is known to have worked', () => {
    const run = aRunningRun(single());
    const answered = { ...refused(run), mayHaveStarted: true, startedSince: T0 + 7 };
    const { effects } = decideAt(decide(run, [answered], T0, cause).run, T0 + MINUTE);
    expect(effects).toContainEqual(expect.objectContaining({ mode: 'adopt-or-start', owedSince: T0 + 7 }));
  });

  it('sets the next timer when one came early, and only one', () => {
    const run = aRunningRun(single());
    const waiting = decide(run, [refused(run)], T0, cause).run;

    expect(decideAt(waiting, T0 + 1)).toMatchObject({ run: waiting, effects: [{ type: 'wake' }] });
    expect(decide(waiting, [], T0 + 1, { type: 'sweep', id: 's' }).effects).toEqual([]);
  });
});

describe('retries', () => {
  const retrying = single({ retry: [aRetry({ maxAttempts: 2, intervalSeconds: 10, backoffRate: 3 })] });

  it('tries again after a growing delay, maxAttempts times after the first', () => {
    let run = play(aRunningRun(retrying), ended('clean', 'FAILED'));
    expect(run.steps.clean).toMatchObject({ state: 'WAITING', nextAttempt: 2, until: T0 + 10_000 });

    run = decideAt(run, T0 + 10_000).run;
    run = decide(run, [ended('clean', 'FAILED', {}, 2)], T0 + 20_000, cause).run;
    expect(run.steps.clean).toMatchObject({ state: 'WAITING', nextAttempt: 3, until: T0 + 50_000 });

    run = decideAt(run, T0 + 50_000).run;
    run = decide(run, [ended('clean', 'FAILED', { errorMessage: 'ValueError: no' }, 3)], T0 + 60_000, cause).run;
    expect(run.status).toMatchObject({ state: 'FAILED', error: 'step "clean" failed on attempt 3: ValueError: no' });
  });

  it.each([
    ['job-failure', 'FAILED', 'ValueError: no'],
    ['data', 'FAILED', 'JobDataError: no rows'],
    ['timeout', 'TIMEOUT', null],
    ['throttling', 'ERROR', 'ThrottlingException: Rate exceeded'],
    ['platform', 'ERROR', null],
  ] as const)('only retries the classes of its rules: %s', (errorClass, state, errorMessage) => {
    const on = (...classes: [ErrorClass, ...ErrorClass[]]) => single({ retry: [aRetry({ on: classes })] });
    const others = errorClassSchema.options.filter((other) => other !== errorClass) as [ErrorClass];
    const end = ended('clean', state, { errorMessage });

    expect(statesOf(play(aRunningRun(on(errorClass)), end)).clean).toBe('WAITING');
    expect(statesOf(play(aRunningRun(on(...others)), end)).clean).toMatch(/FAILED|TIMED_OUT/);
  });

  it('gives each class its own rule and its own count', () => {
    const rules = [
      aRetry({ on: ['platform'], maxAttempts: 1 }),
      aRetry({ on: ['timeout'], maxAttempts: 1, intervalSeconds: 40 }),
    ];
    let run = play(aRunningRun(single({ retry: rules })), ended('clean', 'ERROR'));
    run = decideAt(run, T0 + 10_000).run;
    run = decide(run, [ended('clean', 'TIMEOUT', {}, 2)], T0 + 20_000, cause).run;
    expect(run.steps.clean).toMatchObject({ state: 'WAITING', nextAttempt: 3, until: T0 + 60_000 });

    run = decideAt(run, T0 + 60_000).run;
    run = decide(run, [ended('clean', 'ERROR', {}, 3)], T0 + 70_000, cause).run;
    expect(statusOf(run)).toBe('FAILED');
  });

  it('leaves the end of an attempt before the current one alone', () => {
    const second = decideAt(play(aRunningRun(retrying), ended('clean', 'FAILED')), T0 + 10_000).run;
    expect(decide(second, [ended('clean', 'FAILED')], T0 + 11_000, cause).run).toBe(second);
  });

  it('never retries what somebody stopped in Glue', () => {
    const run = play(aRunningRun(retrying), ended('clean', 'STOPPED'));
    expect(run.status).toMatchObject({
      state: 'FAILED',
      error: expect.stringContaining('step "clean" was stopped on attempt 1'),
    });
  });
});
