import { runEventOf } from '../../src/domain/snapshots';
import { aPipeline, aRunningRun, aStep, T0 } from '../factories';
import { brokenBeginning } from './scheduled-starts';

const scheduleOf = (whenActive: 'skip' | 'queue') =>
  ({ at: 'rate(1 hour)', timeZone: 'UTC', input: 'latest', parameters: {}, whenActive, enabled: true }) as const;

const begins = (whenActive: 'skip' | 'queue') => {
  const active = aRunningRun(aPipeline([aStep('clean')]));
  const run = { ...active, runId: 'scheduled', definition: { ...active.definition, schedule: scheduleOf(whenActive) } };
  const cause = { type: 'command', id: `schedule/demo/${new Date(T0).toISOString()}`, by: 'schedule relay-local-demo' } as const;
  const event = runEventOf(run, null, T0);
  return brokenBeginning(run, [{ kind: 'run', sequence: 1, cause, event }], [active, run]);
};

it('finds a run that its schedule starts over an active one', () => {
  expect(begins('skip')).toEqual([expect.stringContaining('was started by its schedule over')]);
});

it('lets a run that may queue begin beside another', () => {
  expect(begins('queue')).toEqual([]);
});
