import type { JournalEntry } from '../../src/domain/journal';
import type { Run } from '../../src/domain/run';
import { runEventOf } from '../../src/domain/snapshots';
import { aPipeline, aRunningRun, aStep, MINUTE, T0 } from '../factories';
import { brokenBeginning, brokenScheduledStarts } from './scheduled-starts';

const scheduleOf = (whenActive: 'skip' | 'queue') =>
  ({ at: 'rate(1 hour)', timeZone: 'UTC', input: 'latest', parameters: {}, whenActive, enabled: true }) as const;

const active = aRunningRun(aPipeline([aStep('clean')]));
const scheduledRun = (whenActive: 'skip' | 'queue'): Run => ({
  ...active,
  runId: 'scheduled',
  definition: { ...active.definition, schedule: scheduleOf(whenActive) },
});
const journalOf = (run: Run): JournalEntry[] => {
  const cause = { type: 'command', id: `schedule/demo/${new Date(T0).toISOString()}`, by: 'schedule relay-local-demo' } as const;
  return [{ kind: 'run', sequence: 1, cause, event: runEventOf(run, null, T0) }];
};

const begins = (whenActive: 'skip' | 'queue') => {
  const run = scheduledRun(whenActive);
  return brokenBeginning(run, journalOf(run), [active, run]);
};

it('finds a run that its schedule starts over an active one', () => {
  expect(begins('skip')).toEqual([expect.stringContaining('was started by its schedule over')]);
});

it('lets a run that may queue begin beside another', () => {
  expect(begins('queue')).toEqual([]);
});

it.each([
  ['that ended a minute before, whose end may not be committed yet', MINUTE, []],
  ['that ended three minutes before', 3 * MINUTE, [expect.stringContaining('although no other was there')]],
])('asks of a run that its schedule skips for another: here one %s', (_, before, broken) => {
  const endedAt = T0 - before;
  const other: Run = {
    ...active,
    createdAt: T0 - 5 * MINUTE,
    status: { state: 'SUCCEEDED', error: null, startedAt: endedAt, endedAt },
  };
  const skipped: Run = {
    ...scheduledRun('skip'),
    createdAt: T0,
    status: { state: 'SKIPPED', error: 'another is active', startedAt: null, endedAt: T0 },
  };
  const books = { runs: () => [other, skipped], journalOf: (runId: string) => (runId === 'scheduled' ? journalOf(skipped) : []) };

  expect(brokenScheduledStarts({ books, answers: [], scheduled: [] })).toEqual(broken);
});
