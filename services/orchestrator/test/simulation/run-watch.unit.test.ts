import type { Run } from '../../src/domain/run';
import { aPipeline, aRunningRun, aStep, ended, play, T0 } from '../factories';
import { memoryStore } from '../twins/memory-store';
import { watchRuns } from './run-watch';

const done = play(aRunningRun(aPipeline([aStep('clean')])), ended('clean'));

const watched = async (after: Run) => {
  const store = memoryStore();
  const watch = watchRuns();
  await store.commit({ before: null, run: done, journal: [] });
  expect(watch(store, done)).toEqual([]);
  const next = { ...after, version: done.version + 1 };
  await store.commit({ before: done, run: next, journal: [] });
  return watch(store, next);
};

it('finds a run that left its end', async () => {
  expect(await watched({ ...done, status: { state: 'QUEUED', giveUpAt: T0 } })).toEqual([
    `${done.runId} was changed after its end, from SUCCEEDED to QUEUED`,
  ]);
});

it('finds a step that left its end', async () => {
  expect(await watched({ ...done, steps: { clean: { state: 'PENDING' } } })).toContain(`${done.runId}: clean left SUCCEEDED`);
});
