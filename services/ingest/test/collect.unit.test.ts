import type { OutgoingEvent } from '@glue-relay/shared/aws/event-bus';
import { exampleDataset } from '@glue-relay/shared/dataset';
import type { DatasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { RUN_ID_PATTERN } from '@glue-relay/shared/run-id';
import fc from 'fast-check';
import type { CollectPorts } from '../src/app/collect';
import { collect, lookAtBatch } from '../src/app/collect';
import { wakeBatches } from '../src/app/wake-batches';
import type { Group, Member } from '../src/domain/batch';
import { METRICS } from '../src/metric-names';
import { memoryBatchPorts } from './twins/batches';

const T0 = Date.parse('2026-11-12T00:00:00.000Z');
const RULE = { files: 3, seconds: 60 };
const GROUP: Group = { pipeline: 'sales', partition: null, parameters: {} };

const member = (key: string, given: Partial<Member['dataset']> = {}): Member => {
  const dataset = { ...exampleDataset, key: `raw/${key}.csv`, versionId: 'v1', size: 10, ...given };
  return { runId: `${dataset.key}@${dataset.versionId}`, dataset };
};

/** Batches whose timers fire when a test says so, and whose calls may die before or after they did their work. */
const worldOf = () => {
  const time = { now: T0 };
  const said: DatasetAccepted[] = [];
  const counted: string[] = [];
  const { ports: batchPorts, lists, looks } = memoryBatchPorts(() => time.now);
  let calls = 0;
  let diesAt: number | null = null;
  const mortal =
    <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      calls += 1;
      const dies = calls === diesAt;
      if (dies && calls % 2 === 0) throw new Error('died before');
      const result = await call(...args);
      if (dies) throw new Error('died after');
      return result;
    };
  const { batches } = batchPorts;
  const ports: CollectPorts = {
    batches: { ...batches, commit: mortal(batches.commit), noteSaid: mortal(batches.noteSaid) },
    lookAgain: mortal(batchPorts.lookAgain),
    writeList: mortal(batchPorts.writeList),
    pause: batchPorts.pause,
    publish: mortal(async (events: readonly OutgoingEvent[]) => {
      said.push(...events.map(({ detail }) => datasetAccepted.detail.parse(detail)));
    }),
    now: () => new Date(time.now),
    count: (metric) => counted.push(metric),
    tell: () => undefined,
  };
  return {
    ports,
    time,
    said,
    counted,
    lists,
    looks,
    dieAt: (call: number | null) => {
      calls = 0;
      diesAt = call;
    },
    sweep: () => wakeBatches({ owed: batches.owed, lookAgain: batchPorts.lookAgain, now: () => time.now, count: ports.count }),
    fire: async () => {
      for (const { batch } of looks.splice(0).filter(({ at }) => at <= time.now)) await lookAtBatch(ports, batch);
    },
    filesSaid: () => said.map(({ objects }) => objects?.map(({ key }) => key)),
  };
};

it('makes one run of so many files, with a list that jobs can read', async () => {
  const { ports, said, lists } = worldOf();
  for (const key of ['a', 'b +%ä"', 'c']) await collect(ports, GROUP, RULE, member(key));
  expect(said).toHaveLength(1);
  const [{ runId = '', dataset, objects } = {}] = said;
  expect(runId).toMatch(RUN_ID_PATTERN);
  expect(dataset).toMatchObject({ key: `runs/sales/batches/${runId}.files.jsonl`, size: 30 });
  expect(objects?.map(({ runId: own }) => own)).toEqual(['raw/a.csv@v1', 'raw/b +%ä".csv@v1', 'raw/c.csv@v1']);
  const uris = lists
    .get(dataset?.key ?? '')
    ?.trim()
    .split('\n')
    .map((line) => JSON.parse(line).uri);
  expect(uris).toEqual(['a', 'b +%ä"', 'c'].map((key) => `s3://${exampleDataset.bucket}/raw/${key}.csv`));
});

it('makes a run of what has come when the time is up, by a timer that waits in steps', async () => {
  const { ports, time, looks, fire, filesSaid } = worldOf();
  await collect(ports, GROUP, { files: 100, seconds: 2_000 }, member('a'));
  await collect(ports, GROUP, { files: 100, seconds: 2_000 }, member('b'));
  expect(looks).toHaveLength(1);
  for (const seconds of [900, 900]) {
    time.now += seconds * 1_000;
    await fire();
    expect(filesSaid()).toEqual([]);
  }
  time.now += 200_000;
  await fire();
  expect(filesSaid()).toEqual([['raw/a.csv', 'raw/b.csv']]);
  await fire();
  expect(filesSaid()).toHaveLength(1);
});

it('makes a run of what has come when its timer was lost', async () => {
  const { ports, time, looks, counted, sweep, fire, filesSaid } = worldOf();
  await collect(ports, GROUP, RULE, member('a'));
  looks.splice(0);
  time.now += 61_000;
  expect(await sweep()).toBe(0);
  time.now += 30_000;
  expect(await sweep()).toBe(1);
  await fire();
  expect(filesSaid()).toEqual([['raw/a.csv']]);
  expect(await sweep()).toBe(0);
  expect(counted).toContain(METRICS.lateBatchFound);
});

it('says at a repeat what a crash left unsaid, and nothing that was said', async () => {
  const { ports, dieAt, filesSaid } = worldOf();
  for (const key of ['a', 'b']) await collect(ports, GROUP, RULE, member(key));
  // The call after the commit that closes the batch: the list is written or not, and nothing is said.
  dieAt(2);
  await expect(collect(ports, GROUP, RULE, member('c'))).rejects.toThrow('died');
  expect(filesSaid()).toEqual([]);
  dieAt(null);
  for (let again = 0; again < 2; again += 1) await collect(ports, GROUP, RULE, member('c'));
  expect(filesSaid()).toEqual([['raw/a.csv', 'raw/b.csv', 'raw/c.csv']]);
});

it('begins a new batch with a file that comes after the time', async () => {
  const { ports, time, filesSaid } = worldOf();
  await collect(ports, GROUP, RULE, member('a'));
  time.now += 60_000;
  await collect(ports, GROUP, RULE, member('b'));
  expect(filesSaid()).toEqual([['raw/a.csv']]);
});

it('keeps pipelines, partitions and parameters apart', async () => {
  const { ports, said } = worldOf();
  const groups = [
    GROUP,
    { ...GROUP, pipeline: 'other' },
    { ...GROUP, partition: 'monday' },
    { ...GROUP, parameters: { tuned: true } },
  ];
  for (const key of ['a', 'b', 'c']) {
    for (const [index, group] of groups.entries()) await collect(ports, group, RULE, member(`${key}${index}`));
  }
  expect(said.map(({ pipeline, partition, parameters }) => ({ pipeline, partition, parameters }))).toEqual(groups);
});

it('runs the newest version of a key that was written again', async () => {
  const { ports, said } = worldOf();
  await collect(ports, GROUP, RULE, member('a', { versionId: 'v2', sequencer: '0B' }));
  await collect(ports, GROUP, RULE, member('a', { versionId: 'v1', sequencer: '0A' }));
  await collect(ports, GROUP, RULE, member('b'));
  expect(said).toEqual([]);
  await collect(ports, GROUP, RULE, member('a', { versionId: 'v3', sequencer: '0C' }));
  await collect(ports, GROUP, RULE, member('c'));
  expect(said[0]?.objects?.map(({ key, versionId }) => [key, versionId])).toEqual([
    ['raw/a.csv', 'v3'],
    ['raw/b.csv', 'v1'],
    ['raw/c.csv', 'v1'],
  ]);
});

const step = fc.record({
  files: fc.array(fc.nat(11), { minLength: 1, maxLength: 4 }),
  seconds: fc.nat(90),
  diesAt: fc.option(fc.integer({ min: 1, max: 5 }), { nil: null }),
  timers: fc.boolean(),
});

it('any order of files, repeats, crashes, lost timers and races: every file is of exactly one run, and no batch is too large', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const world = worldOf();
      const seen = new Set<number>();
      for (const { files, seconds, diesAt, timers } of steps) {
        world.dieAt(diesAt);
        for (const file of files) seen.add(file);
        await Promise.allSettled(files.map((file) => collect(world.ports, GROUP, RULE, member(String(file)))));
        world.time.now += seconds * 1_000;
        if (timers) await world.fire().catch(() => undefined);
        else world.looks.splice(0);
      }
      world.dieAt(null);
      // The queue gives every message again that was not done, and the sweep comes again.
      for (const file of seen) await collect(world.ports, GROUP, RULE, member(String(file)));
      world.time.now += 1_000_000;
      await world.sweep();
      await world.fire();
      const runs = new Map(world.said.map((accepted) => [accepted.runId, accepted]));
      const ran = [...runs.values()].flatMap(({ objects }) => objects?.map(({ key }) => key) ?? []);
      expect([...ran].sort()).toEqual([...seen].map((file) => `raw/${file}.csv`).sort());
      for (const accepted of world.said) expect(accepted).toEqual(runs.get(accepted.runId));
      for (const { objects, dataset } of runs.values()) {
        expect(objects?.length).toBeLessThanOrEqual(RULE.files);
        expect(world.lists.get(dataset.key)?.trim().split('\n')).toHaveLength(objects?.length ?? 0);
      }
    }),
    { numRuns: 500 },
  );
});
