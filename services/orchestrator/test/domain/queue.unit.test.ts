import type { WhenBusy } from '@glue-relay/shared/pipeline/definition';
import { decide } from '../../src/domain/decide';
import type { PipelineQueue } from '../../src/domain/queue';
import { isQueued, isRunning, seenFromQueue, seenFromSlot } from '../../src/domain/queue';
import type { Run } from '../../src/domain/run';
import { aPipeline, aQueuedRun, aStep, cause, ended, MINUTE, started, statesOf, T0 } from '../factories';

const pipeline = (whenBusy: WhenBusy, maxRuns = 1) =>
  aPipeline([aStep('first'), aStep('second', ['first'])], { concurrency: { maxRuns, whenBusy, queueTimeoutMinutes: 30 } });
const queued = (whenBusy: WhenBusy, maxRuns = 1): Run => ({ ...aQueuedRun(pipeline(whenBusy, maxRuns)), runId: 'b' });
const running = (whenBusy: WhenBusy, maxRuns = 1): Run =>
  decide(queued(whenBusy, maxRuns), [{ kind: 'admissible' }], T0, cause).run;

const seen = (run: Run, queue: Partial<PipelineQueue>) => {
  const whole = { active: [], head: null, newest: null, ...queue };
  if (isQueued(run)) return seenFromQueue(run, whole);
  return isRunning(run) ? seenFromSlot(run, whole) : [];
};
const wake = (run: Run, queue: Partial<PipelineQueue>, at = T0) => decide(run, seen(run, queue), at, cause);

describe.each(['queue', 'skip', 'latest-only', 'cancel-running'] as const)('%s', (whenBusy) => {
  it('runs at once where a slot is free and nobody waits', () => {
    expect(wake(queued(whenBusy), {}).run.status.state).toBe('RUNNING');
    expect(wake(queued(whenBusy, 2), { active: ['a'] }).run.status.state).toBe('RUNNING');
  });
});

describe('while all slots are taken', () => {
  it.each([
    ['queue', 'QUEUED'],
    ['skip', 'SKIPPED'],
    ['latest-only', 'QUEUED'],
    ['cancel-running', 'QUEUED'],
  ] as const)('%s leaves a run %s', (whenBusy, state) => {
    expect(wake(queued(whenBusy), { active: ['a'] }).run.status.state).toBe(state);
  });

  it('skip names the runs that were there, and skips every step', () => {
    const { run, journal } = wake(queued('skip'), { active: ['a'] });

    expect(run.status).toMatchObject({ startedAt: null, error: 'the pipeline was busy with a' });
    expect(statesOf(run)).toEqual({ first: 'SKIPPED', second: 'SKIPPED' });
    expect(journal.at(-1)?.event).toMatchObject({
      state: 'SKIPPED',
      startedAt: null,
      error: expect.stringContaining('busy with a'),
    });
  });

  it.each([
    ['queue', 'QUEUED'],
    ['latest-only', 'SKIPPED'],
    ['cancel-running', 'SKIPPED'],
  ] as const)('%s leaves a run %s once a newer one waits', (whenBusy, state) => {
    const run = queued(whenBusy);
    const newest = { runId: 'c', place: run.place };
    expect(wake(run, { active: ['a'], head: { runId: 'b', place: run.place }, newest }).run.status.state).toBe(state);
  });

  it('latest-only keeps the newest whoever is looked at first', () => {
    const run = queued('latest-only');
    const older = { runId: 'a', place: run.place };
    expect(wake(run, { active: ['x'], head: older, newest: older }).run).toBe(run);
  });

  it('cancel-running wakes the oldest to give way, and only that one', () => {
    const { run, effects } = wake(queued('cancel-running', 2), { active: ['z', 'a'] });
    expect(run.status.state).toBe('QUEUED');
    expect(effects).toEqual([{ type: 'displace', runId: 'a' }]);
  });
});

describe('a running run under cancel-running', () => {
  const newest = { runId: 'c', place: queued('queue').place + 1 };

  it('gives way to the newest that waits, and is cancelled once Glue says that it stopped', () => {
    const before = decide(running('cancel-running'), [started('first')], T0, cause).run;

    const ending = wake(before, { active: ['b'], head: newest, newest });
    expect(ending.run.status.state).toBe('RUNNING');
    expect(statesOf(ending.run)).toEqual({ first: 'STOPPING', second: 'SKIPPED' });
    expect(ending.journal[0]?.event).toMatchObject({ state: 'RUNNING', error: 'cancelled for run c, which is newer' });

    const done = decide(ending.run, [ended('first', 'STOPPED')], T0 + 1_000, cause).run;
    expect(done.status).toMatchObject({ state: 'CANCELLED', error: 'cancelled for run c, which is newer' });
    expect(done.steps.first).toMatchObject({ state: 'STOPPED', error: 'the run was cancelled' });
  });

  it.each([
    ['nobody waits', { active: ['b'] }, 1],
    ['a slot is free', { active: ['b'], newest }, 2],
    ['another is older', { active: ['a', 'b'], newest }, 2],
    ['the one that waits is older', { active: ['b'], newest: { ...newest, place: T0 - 1 } }, 1],
  ])('goes on where %s', (_, queue, maxRuns) => {
    const run = running('cancel-running', maxRuns);
    expect(wake(run, queue).run).toBe(run);
  });
});

it('gives up its place in the queue after its time, even where a slot is free then', () => {
  const run = queued('queue');

  expect(wake(run, { active: ['a'] }, T0 + 30 * MINUTE - 1).run).toBe(run);
  const { run: late, effects } = wake(run, {}, T0 + 30 * MINUTE);
  expect(late.status).toMatchObject({
    state: 'TIMED_OUT',
    startedAt: null,
    error: 'no slot came free within the 30 minutes that it may queue',
  });
  expect(effects).toEqual([{ type: 'admit', pipeline: 'demo' }]);
});
