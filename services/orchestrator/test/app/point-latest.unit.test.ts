import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import type { LatestPointers } from '../../src/app/point-latest';
import { ContendedPointerError, pointLatest } from '../../src/app/point-latest';
import type { LatestPointer } from '../../src/domain/latest';

const succeeded = (runId: string) => ({
  ...runStateChange.example,
  runId,
  state: 'SUCCEEDED' as const,
  endedAt: '2026-11-12T00:05:00.000Z',
});

const prepare = (lostRaces = 0) => {
  const state: { current: { pointer: LatestPointer; tag: string } | null; races: number } = { current: null, races: lostRaces };
  const pointers: LatestPointers = {
    bucket: 'data',
    read: async () => state.current,
    write: async (_pipeline, pointer, replaces) => {
      if (state.races-- > 0 || (state.current?.tag ?? null) !== replaces) return false;
      state.current = { pointer, tag: pointer.runId };
      return true;
    },
  };
  return { state, pointers };
};

it('points to where the outputs of the run lie', async () => {
  const { state, pointers } = prepare();
  await pointLatest(pointers, succeeded('20261112T000000Z-aaaaaaaaaaaa'));

  expect(state.current?.pointer).toEqual({
    runId: '20261112T000000Z-aaaaaaaaaaaa',
    dataset: runStateChange.example.dataset,
    finishedAt: '2026-11-12T00:05:00.000Z',
    outputs: expect.objectContaining({ models: 's3://data/models/demand-forecast/run_id=20261112T000000Z-aaaaaaaaaaaa/' }),
  });
});

it('never goes back to an older run, whatever the order of events, and each twice', async () => {
  const { state, pointers } = prepare();
  for (const second of ['1', '1', '3', '2', '3']) await pointLatest(pointers, succeeded(`2026111${second}T000000Z-aaaaaaaaaaaa`));
  expect(state.current?.pointer.runId).toBe('20261113T000000Z-aaaaaaaaaaaa');
});

it('tries again when another writer was faster, and gives up in the end', async () => {
  const { state, pointers } = prepare(2);
  await pointLatest(pointers, succeeded('20261112T000000Z-aaaaaaaaaaaa'));
  expect(state.current).not.toBeNull();
  await expect(pointLatest(prepare(99).pointers, succeeded('20261112T000000Z-aaaaaaaaaaaa'))).rejects.toThrow(
    ContendedPointerError,
  );
});

it('does nothing for a run that did not succeed', async () => {
  const { state, pointers } = prepare();
  await pointLatest(pointers, runStateChange.example);
  expect(state.current).toBeNull();
});
