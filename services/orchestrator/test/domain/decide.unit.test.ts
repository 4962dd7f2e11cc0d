import type { AfterCondition } from '@glue-relay/shared/pipeline/step-definition';
import { decide } from '../../src/domain/decide';
import { policy } from '../../src/domain/policy';
import type { Run } from '../../src/domain/run';
import {
  aPipeline,
  aQueuedRun,
  aRunningRun,
  aStep,
  cause,
  ended,
  jobRunIdOf,
  leaseOf,
  MINUTE,
  play,
  started,
  statesOf,
  T0,
} from '../factories';

const diamond = aPipeline([
  aStep('clean'),
  aStep('explore', ['clean']),
  aStep('features', ['clean']),
  aStep('train', ['features']),
]);
const single = (given = {}) => aPipeline([aStep('clean', [], given)], { timeoutMinutes: 600 });
const decideAt = (run: Run, at: number) => decide(run, [], at, { type: 'timer', id: 't' });
const statusOf = (run: Run) => run.status.state;

describe('starting', () => {
  it('commits the intent of the first steps, and owes Glue their start, once the run is admitted', () => {
    const { run, effects, journal } = decide(aQueuedRun(diamond), [{ kind: 'admissible' }], T0, cause);

    expect(statesOf(run)).toEqual({ clean: 'STARTING', explore: 'PENDING', features: 'PENDING', train: 'PENDING' });
    expect(effects).toContainEqual(
      expect.objectContaining({ type: 'start', step: 'clean', work: expect.objectContaining({ attempt: 1 }), mode: 'start' }),
    );
    expect(journal.map(({ event }) => event.state)).toEqual(['RUNNING', 'STARTING']);
  });

  it('gives the Glue run its identity, its input and output and the parameters of the run', () => {
    const { effects } = decide(aQueuedRun(diamond), [{ kind: 'admissible' }], T0, cause);

    const [start] = effects.filter((effect) => effect.type === 'start');
    expect(start?.work.arguments).toEqual({
      '--relay_run_id': '20261112T000000Z-3f2a9c41d07b',
      '--relay_step': 'clean',
      '--relay_attempt': '1',
      '--pipeline': 'demo',
      '--input': 's3://relay-data-local-000000000000/raw/train.csv',
      '--output_root': 's3://relay-data-local-000000000000',
      '--tuned': 'false',
      '--variant': 'classic',
    });
  });

  it('ends one step and starts those after it in one decision, side by side', () => {
    const { run, effects } = decide(play(aRunningRun(diamond), started('clean')), [ended('clean')], T0 + 9_000, cause);

    expect(statesOf(run)).toEqual({ clean: 'SUCCEEDED', explore: 'STARTING', features: 'STARTING', train: 'PENDING' });
    expect(effects.filter(({ type }) => type === 'start')).toHaveLength(2);
  });

  it('adopts a Glue run that ended before its id was committed', () => {
    expect(statusOf(play(aRunningRun(single()), ended('clean')))).toBe('SUCCEEDED');
  });

  it('searches before it starts again once the lease of an intent ran out', () => {
    const run = aRunningRun(single());

    expect(decideAt(run, T0 + policy.startLeaseMs - 1).run).toBe(run);
    const { effects, journal } = decideAt(run, T0 + policy.startLeaseMs);
    expect(effects).toEqual([
      expect.objectContaining({ type: 'start', mode: 'adopt-or-start', work: expect.objectContaining({ attempt: 1 }) }),
    ]);
    expect(journal).toEqual([]);
  });

  it('stops a Glue run that does not count, and leaves the one that does', () => {
    const run = play(aRunningRun(single()), started('clean'));

    const stray = decide(run, [{ kind: 'started', step: 'clean', attempt: 1, executionId: 'jr_stray' }], T0 + 1, cause);

    expect(stray.run).toBe(run);
    expect(stray.effects).toMatchObject([{ type: 'stop', step: 'clean', executionId: 'jr_stray', work: { attempt: 1 } }]);
  });
});

describe('what was seen already', () => {
  const done = play(aRunningRun(single()), started('clean'), ended('clean'));

  it.each([
    ['the same end', ended('clean')],
    ['another end', ended('clean', 'FAILED')],
    ['a late start', started('clean')],
    [
      'no capacity',
      { kind: 'no-capacity' as const, step: 'clean', attempt: 1, leaseUntil: T0, message: 'm', mayHaveStarted: true },
    ],
    ['a lost job run', { kind: 'execution-unknown' as const, step: 'clean', executionId: jobRunIdOf('clean') }],
    ['an admission', { kind: 'admissible' as const }],
    ['a step that there is not', ended('unknown')],
  ])('changes nothing more: %s', (_, observation) => {
    expect(decide(done, [observation], T0 + 600 * MINUTE, cause)).toEqual({ run: done, journal: [], effects: [] });
  });
});

describe('branches', () => {
  const after = (on: AfterCondition) => aPipeline([aStep('first'), aStep('second', [['first', on]])]);

  it.each([
    ['success', 'SUCCEEDED', 'STARTING'],
    ['success', 'FAILED', 'SKIPPED'],
    ['failure', 'SUCCEEDED', 'SKIPPED'],
    ['failure', 'FAILED', 'STARTING'],
    ['always', 'SUCCEEDED', 'STARTING'],
    ['always', 'FAILED', 'STARTING'],
  ] as const)('after %s of a step that %s is %s', (on, state, expected) => {
    expect(statesOf(play(aRunningRun(after(on)), ended('first', state))).second).toBe(expected);
  });

  it('skips along the chain, each with its reason, and runs what always runs', () => {
    const pipeline = aPipeline([aStep('a'), aStep('b', ['a']), aStep('c', ['b']), aStep('d', [['c', 'always']])]);
    const run = play(aRunningRun(pipeline), ended('a', 'FAILED'));

    expect(run.steps.b).toMatchObject({ state: 'SKIPPED', reason: 'needs success of "a", which ended FAILED' });
    expect(run.steps.c).toMatchObject({ state: 'SKIPPED', reason: 'needs success of "b", which was skipped' });
    expect(statesOf(run).d).toBe('STARTING');
  });

  it('ends the run as failed although a failure branch dealt with it', () => {
    const run = play(aRunningRun(after('failure')), ended('first', 'FAILED', { errorMessage: 'boom' }), ended('second'));
    expect(run.status).toMatchObject({ state: 'FAILED', error: 'step "first" failed on attempt 1: boom' });
  });

  it.each([
    ['all', ['SUCCEEDED', 'FAILED'], 'SKIPPED'],
    ['any', ['FAILED', 'SUCCEEDED'], 'STARTING'],
    ['any', ['FAILED', 'FAILED'], 'SKIPPED'],
  ] as const)('fan-in %s of %j is %s', (fanIn, [one, other], expected) => {
    const pipeline = aPipeline([aStep('a'), aStep('b'), aStep('c', ['a', 'b'], { fanIn })]);
    expect(statesOf(play(aRunningRun(pipeline), ended('a', one), ended('b', other))).c).toBe(expected);
  });
});

describe('timeouts', () => {
  it('stops a Glue run that outlives its step, and is done only when Glue says so', () => {
    const running = play(aRunningRun(single()), started('clean'));
    const at = T0 + 60 * MINUTE + policy.jobTimeoutGraceMs;

    expect(decideAt(running, at - 1).run).toBe(running);
    const stopping = decideAt(running, at);
    expect(stopping.run.steps.clean?.state).toBe('STOPPING');
    expect(stopping.effects).toContainEqual(expect.objectContaining({ type: 'stop', step: 'clean', executionId: 'jr_clean_1' }));
    expect(decideAt(stopping.run, at + policy.stopAgainMs).effects).toContainEqual(expect.objectContaining({ type: 'stop' }));
    expect(decide(stopping.run, [ended('clean', 'STOPPED')], at + 1, cause).run.status).toMatchObject({
      state: 'FAILED',
      error: 'step "clean" timed out on attempt 1: it did not end within its 60 minutes',
    });
    expect(statusOf(decide(stopping.run, [ended('clean')], at + 1, cause).run)).toBe('SUCCEEDED');
  });

  it('ends a run at its deadline once everything active is stopped', () => {
    const pipeline = aPipeline([aStep('a'), aStep('b'), aStep('c', ['a'])], { timeoutMinutes: 10 });
    const atDeadline = decideAt(play(aRunningRun(pipeline), started('a')), T0 + 10 * MINUTE);

    expect(statesOf(atDeadline.run)).toEqual({ a: 'STOPPING', b: 'STARTING', c: 'SKIPPED' });
    expect(atDeadline.effects).toContainEqual(expect.objectContaining({ type: 'start', step: 'b', mode: 'adopt' }));
    const { run, effects } = decide(
      atDeadline.run,
      [ended('a', 'STOPPED'), { kind: 'never-started', step: 'b', attempt: 1, leaseUntil: leaseOf(atDeadline.run, 'b') }],
      T0 + 11 * MINUTE,
      cause,
    );
    expect(run.status).toMatchObject({ state: 'TIMED_OUT', error: expect.stringContaining('did not end within its 10 minutes') });
    expect(effects).toContainEqual({ type: 'admit', pipeline: 'demo' });
  });
});

it('takes a job run that Glue forgot for a failure of the platform, but not right after its start', () => {
  const running = play(aRunningRun(single()), started('clean'));
  const forgotten = { kind: 'execution-unknown' as const, step: 'clean', executionId: jobRunIdOf('clean') };

  expect(decide(running, [forgotten], T0 + 1_000, cause).run).toBe(running);
  expect(statusOf(decide(running, [forgotten], T0 + 5 * MINUTE, cause).run)).toBe('FAILED');
});
