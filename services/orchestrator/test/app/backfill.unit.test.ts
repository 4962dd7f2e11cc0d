import type { Backfill, BackfillItem } from '../../src/app/backfill';
import { backfill } from '../../src/app/backfill';
import { commandWorld } from '../command-world';

const KEYS = ['raw/a.csv', 'raw/b.csv', 'raw/c.csv', 'raw/d.csv', 'raw/notes.txt', 'raw/sub/e.csv'];

const prepare = () => {
  const world = commandWorld(KEYS);
  const asked: Backfill = {
    id: 'b1',
    requestedBy: 'ana',
    pipeline: world.pipeline.pipeline,
    prefix: 'raw/',
    since: null,
    until: null,
    reprocess: 'none',
    parameters: {},
    dryRun: false,
    limit: 100,
    after: null,
  };
  /** Every page of a backfill, one after another. */
  const run = async (given: Partial<Backfill> = {}) => {
    const items: BackfillItem[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof backfill>> = await backfill(world.ports, world.pipeline, {
        ...asked,
        ...given,
        after,
      });
      items.push(...page.items);
      after = page.next;
    } while (after !== null);
    return items;
  };
  const actions = (items: readonly BackfillItem[]) => items.map(({ key, decided }) => `${key} ${decided.action}`);
  return { ...world, run, actions };
};

it('makes a run of every input that has none, page by page, and of nothing else', async () => {
  const { run, actions, arrive, objects, store } = prepare();
  for (const one of objects.slice(0, 1)) await arrive(one);
  const items = await run();
  expect(actions(items)).toEqual([
    'raw/a.csv leave',
    'raw/b.csv start',
    'raw/c.csv start',
    'raw/d.csv start',
    'raw/sub/e.csv start',
  ]);
  expect(items.slice(1).map(({ answer }) => answer?.outcome)).toEqual(['done', 'done', 'done', 'done']);
  expect(store.runs()).toHaveLength(5);
});

it('does nothing twice: not when it is repeated, and not under another id', async () => {
  const { run, actions, store } = prepare();
  await run();
  expect(new Set(actions(await run()).map((action) => action.split(' ')[1]))).toEqual(new Set(['leave']));
  await run({ id: 'b2' });
  expect(store.runs()).toHaveLength(5);
});

it('decides on a dry run as on a real one, and does nothing', async () => {
  const { run, actions, store } = prepare();
  const dry = await run({ dryRun: true });
  expect(dry.every(({ answer }) => answer === null)).toBe(true);
  expect(store.runs()).toEqual([]);
  expect(actions(await run())).toEqual(actions(dry));
});

it('does no more than its limit in a call, and goes on behind it', async () => {
  const { ports, pipeline, run, store } = prepare();
  const first = await backfill(ports, pipeline, {
    ...{ id: 'b1', requestedBy: 'ana', pipeline: pipeline.pipeline, prefix: 'raw/', since: null, until: null },
    ...{ reprocess: 'none', parameters: {}, dryRun: false, limit: 2, after: null },
  });
  expect(first).toMatchObject({ next: 'raw/b.csv', items: [{ key: 'raw/a.csv' }, { key: 'raw/b.csv' }] });
  expect((await run({ limit: 1 })).length).toBe(5);
  expect(store.runs()).toHaveLength(5);
});

it('redrives what failed, and on request makes another run of all that has ended', async () => {
  const { run, actions, arrive, endAll, objects, store } = prepare();
  const [first, second] = objects;
  if (!first || !second) throw new Error('no objects');
  const failed = await arrive(first);
  await endAll('FAILED');
  const running = await arrive(second);

  const within = { until: objects[2]?.lastModified ?? null };
  const items = await run({ ...within, reprocess: 'failed' });
  expect(items.map(({ decided }) => decided)).toEqual([
    { action: 'redrive', runId: failed },
    { action: 'leave', reason: `run ${running} is RUNNING` },
  ]);
  expect(store.runs().find(({ runId }) => runId === failed)).toMatchObject({ redrives: 1, status: { state: 'RUNNING' } });

  await endAll('FAILED');
  expect(actions(await run({ ...within, id: 'b3', reprocess: 'all' }))).toEqual(['raw/a.csv start', 'raw/b.csv start']);
  expect(store.runs()).toHaveLength(4);
  await run({ ...within, id: 'b3', reprocess: 'all' });
  expect(store.runs()).toHaveLength(4);
});

it.each(['r', 'raw', 'raw/'])('looks under the prefix of the pipeline where it is asked for more: "%s"', async (prefix) => {
  const { run, ports, actions } = prepare();
  const list = jest.spyOn(ports, 'list');
  expect(actions(await run({ prefix, dryRun: true }))).toHaveLength(5);
  expect(new Set(list.mock.calls.map(([asked]) => asked))).toEqual(new Set(['raw/']));
});
