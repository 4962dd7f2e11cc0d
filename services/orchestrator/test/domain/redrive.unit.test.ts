import { NO_ALERTS } from '@glue-relay/shared/pipeline/definition';
import { decide } from '../../src/domain/decide';
import type { Cause } from '../../src/domain/journal';
import { BrokenJournalError, replay } from '../../src/domain/journal';
import { deadlineOf } from '../../src/domain/notices/alerts';
import type { Redrive } from '../../src/domain/redrive';
import { redrive } from '../../src/domain/redrive';
import type { Run } from '../../src/domain/run';
import { aPipeline, aQueuedRun, aRetry, aRunningRun, aStep, cause, ended, MINUTE, play, statesOf, T0 } from '../factories';

const byAna: Cause = { type: 'command', id: 'key-1', by: 'ana' };
const pipeline = aPipeline([
  aStep('clean'),
  aStep('features', ['clean'], { retry: [aRetry({ maxAttempts: 1 })] }),
  aStep('train', ['features']),
  aStep('alert', [['features', 'failure']]),
]);
const LATER = T0 + 3_600_000;

/** clean and alert SUCCEEDED, features FAILED on attempt 2, train SKIPPED. */
const failed = (): Run => {
  const once = play(aRunningRun(pipeline), ended('clean'), ended('features', 'FAILED'));
  const again = decide(once, [], T0 + 10_000, { type: 'timer', id: 't' }).run;
  return play(again, ended('features', 'FAILED', {}, 2), ended('alert'));
};

const again = (run: Run, given: Partial<Redrive> = {}) => {
  const verdict = redrive(run, { from: null, definition: run.definition, ...given }, LATER, byAna);
  if (!verdict.ok) throw new Error(verdict.reason);
  return verdict.decision;
};
const admitted = (run: Run): Run => decide(run, [{ kind: 'admissible' }], LATER, byAna).run;

it('queues the run again with what did not succeed, and says who asked', () => {
  const before = failed();
  const { run, journal } = again(before);

  expect(statesOf(run)).toEqual({ clean: 'SUCCEEDED', features: 'PENDING', train: 'PENDING', alert: 'SUCCEEDED' });
  expect(run.steps.clean).toBe(before.steps.clean);
  expect(run).toMatchObject({ redrives: 1, place: LATER, version: before.version + 1, status: { state: 'QUEUED' } });
  expect(journal.map(({ event }) => [event.previousState, event.state])).toEqual([
    ['FAILED', 'PENDING'],
    ['SKIPPED', 'PENDING'],
    ['FAILED', 'QUEUED'],
  ]);
  expect(journal.at(-1)).toMatchObject({ cause: { type: 'command', id: 'key-1', by: 'ana' }, event: { redrives: 1 } });
});

it('begins all its times anew: in the queue, of the run, until its deadline', () => {
  const { timeoutMinutes, concurrency } = pipeline;
  const { run } = again(failed());
  expect(run.status).toMatchObject({ giveUpAt: LATER + concurrency.queueTimeoutMinutes * MINUTE });
  expect(admitted(run).status).toMatchObject({ startedAt: LATER, deadline: LATER + timeoutMinutes * MINUTE });

  const alerts = { ...NO_ALERTS, deadlineMinutes: 30 };
  expect(deadlineOf(failed())).toBeNull();
  expect(deadlineOf(again(failed(), { definition: { ...pipeline, alerts } }).run)).toBe(LATER + 30 * MINUTE);
});

it('goes on numbering attempts, with a fresh count of retries', () => {
  const running = admitted(again(failed()).run);
  expect(running.steps.features).toMatchObject({ state: 'STARTING', attempt: 3 });

  const retried = play(running, ended('features', 'FAILED', {}, 3));
  expect(retried.steps.features).toMatchObject({ state: 'WAITING', nextAttempt: 4 });
  expect(decide(retried, [ended('features', 'FAILED', {}, 2)], T0, cause).run).toBe(retried);
});

it('leaves the queue for the steps that are left, and ends as they do', () => {
  const running = admitted(again(failed()).run);
  const done = play(running, ended('features', 'SUCCEEDED', {}, 3), ended('train'));

  expect(done.status).toMatchObject({ state: 'SUCCEEDED', startedAt: LATER, error: null });
  expect(done.steps.clean).toMatchObject({ attempt: 1 });
});

it('takes up a named step and all after it, also where they succeeded', () => {
  expect(statesOf(again(failed(), { from: 'clean' }).run)).toEqual({
    clean: 'PENDING',
    features: 'PENDING',
    train: 'PENDING',
    alert: 'PENDING',
  });
  expect(statesOf(again(failed(), { from: 'alert' }).run)).toMatchObject({
    clean: 'SUCCEEDED',
    features: 'FAILED',
    alert: 'PENDING',
  });
});

it('runs by the latest definition where that is asked for: steps come and go', () => {
  const parameters = { tuned: { type: 'boolean' as const, default: true, description: 'd', choices: null } };
  const definition = aPipeline([aStep('clean'), aStep('train', ['clean']), aStep('score', ['train'])], {
    version: 'v2',
    parameters,
  });
  const { run, journal } = again(failed(), { definition });

  expect(run.definition.version).toBe('v2');
  expect(statesOf(run)).toEqual({ clean: 'SUCCEEDED', train: 'PENDING', score: 'PENDING' });
  expect(run.parameters).toHaveProperty('tuned');
  expect(journal.filter(({ kind }) => kind === 'step').map(({ event }) => 'step' in event && event.step)).toEqual([
    'features',
    'train',
    'alert',
  ]);
});

it.each([
  ['waits', aQueuedRun(pipeline), null, 'unfit-state', 'is QUEUED'],
  ['runs', aRunningRun(pipeline), null, 'unfit-state', 'is RUNNING'],
  ['succeeded', play(aRunningRun(aPipeline([aStep('clean')])), ended('clean')), null, 'unfit-state', 'is SUCCEEDED'],
  [
    'is superseded',
    decide(aQueuedRun(pipeline), [{ kind: 'newer-taken', runId: 'r2' }], T0, cause).run,
    null,
    'unfit-state',
    'is SUPERSEDED',
  ],
  ['lacks the step', failed(), 'trian', 'bad-request', 'has no step "trian"; it has clean, features, train, alert'],
])('is refused for a run that %s', (_, run, from, ground, reason) => {
  const verdict = redrive(run, { from, definition: run.definition }, LATER, byAna);
  expect(verdict).toEqual({ ok: false, ground, reason: expect.stringContaining(reason) });
});

it('is the only way out of an end that a journal may tell of', () => {
  const run = failed();
  const { journal } = again(run);
  const told = (type: 'command' | 'timer') => {
    const first = { ...journal[0], sequence: 1, cause: type === 'command' ? byAna : { type, id: 't' } };
    const before = { kind: 'step', sequence: 1, cause, event: { step: 'features', state: 'FAILED', previousState: 'PENDING' } };
    return [before, { ...first, sequence: 2 }] as unknown as Parameters<typeof replay>[0];
  };

  expect(replay(told('command')).steps.features).toBe('PENDING');
  expect(() => replay(told('timer'))).toThrow(BrokenJournalError);
});
