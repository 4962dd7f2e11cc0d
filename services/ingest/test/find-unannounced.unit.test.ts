import { objectCreated } from '@glue-relay/shared/events/aws-events';
import { parseEvent } from '@glue-relay/shared/events/define-event';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import { runIdOf } from '@glue-relay/shared/run-id';
import fc from 'fast-check';
import { eventOf } from '../src/adapters/sqs-intake';
import { findUnannounced } from '../src/app/find-unannounced';
import { takeIn } from '../src/app/take-in';
import type { Outcome } from '../src/domain/outcome';
import { METRICS } from '../src/metric-names';
import type { ListedVersion, SweepPorts } from '../src/ports';
import { memoryBatchPorts } from './twins/batches';
import { memoryListing, memorySweepStore } from './twins/listing';
import { memorySettleOutcome } from './twins/outcomes';

const T0 = Date.parse('2026-11-12T00:00:00.000Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BYTES = Buffer.from('date,store,item,sales\n2013-01-01,1,1,13\n');
const ORIGIN = { account: '111122223333', region: 'eu-west-2' };

const versionOf = (key: string, at = T0, versionId = 'v1', size = BYTES.length): ListedVersion => ({
  bucket: 'data',
  key,
  versionId,
  size,
  etag: 'etag',
  lastModified: new Date(at).toISOString(),
});

/** Ingest over a bucket whose events arrive when a test says so. */
const worldOf = (pageSize = 1_000) => {
  const time = { now: T0 + HOUR };
  const objects = new Map<string, ListedVersion>();
  const settled = new Map<string, Outcome>();
  const queue: object[] = [];
  const counted: string[] = [];
  const calls = { lists: 0, looked: 0 };
  const settle = memorySettleOutcome();
  const take = takeIn({
    ...memoryBatchPorts(() => time.now).ports,
    readRelease: async () => undefined,
    describeObject: async ({ key, versionId }) => {
      const object = objects.get(key);
      return object && (versionId === null || versionId === object.versionId) ? { ...object, metadata: {} } : undefined;
    },
    readStart: async () => BYTES,
    listPipelines: async () => new Map([[examplePipeline.pipeline, examplePipeline]]),
    settleOutcome: async (outcome) => {
      const holds = await settle(outcome);
      settled.set(holds.runId, holds);
      return holds;
    },
    publish: async () => undefined,
    now: () => new Date(time.now),
    count: () => undefined,
    tell: () => undefined,
  });
  const list = memoryListing(objects, pageSize);
  const store = memorySweepStore((runId) => settled.has(runId));
  const ports: SweepPorts = {
    list: async (after) => {
      calls.lists += 1;
      return list(after);
    },
    store: {
      ...store,
      settled: async (runIds) => {
        calls.looked += runIds.length;
        return store.settled(runIds);
      },
    },
    announce: async (versions) => {
      queue.push(...versions.map((version) => eventOf(version, ORIGIN, new Date(time.now))));
    },
    now: () => time.now,
    count: (metric) => counted.push(metric),
    tell: () => undefined,
  };
  return {
    ports,
    time,
    settled,
    queue,
    counted,
    calls,
    objects,
    drop: (version: ListedVersion) => objects.set(version.key, version),
    /** S3's own event arrives. */
    deliver: ({ bucket, key, size, versionId }: ListedVersion) =>
      take({ bucket: { name: bucket }, object: { key, size, 'version-id': versionId, sequencer: '0A' } }),
    drain: async () => {
      for (const message of queue.splice(0)) await take(parseEvent(objectCreated, message).detail);
    },
  };
};

it('finds the object whose event was lost, under the run id that the event would have led to', async () => {
  const world = worldOf();
  const [known, lost] = [versionOf('raw/known.csv'), versionOf('raw/lost.csv')];
  for (const version of [known, lost]) world.drop(version);
  await world.deliver(known);
  expect(await findUnannounced(world.ports)).toBe(1);
  await world.drain();
  expect([...world.settled.keys()].sort()).toEqual([known, lost].map((one) => runIdOf({ ...one, sequencer: '0A' })).sort());
  expect(world.counted).toEqual([METRICS.lostFound, METRICS.listingFinished]);
  await world.deliver(lost);
  expect(world.settled.size).toBe(2);
  expect(await findUnannounced(world.ports)).toBe(0);
});

it('leaves alone what is young, a folder marker, from before versioning, or put to the intake not long ago', async () => {
  const world = worldOf();
  world.drop(versionOf('raw/young.csv', world.time.now - MINUTE));
  world.drop(versionOf('raw/folder/', T0, 'v1', 0));
  world.drop(versionOf('raw/old.csv', T0, 'null'));
  expect(await findUnannounced(world.ports)).toBe(0);
  world.time.now += MINUTE;
  expect(await findUnannounced(world.ports)).toBe(1);
  world.time.now += 5 * HOUR;
  expect(await findUnannounced(world.ports)).toBe(0);
  world.time.now += HOUR + MINUTE;
  expect(await findUnannounced(world.ports)).toBe(1);
});

it('goes through a large bucket in steps of a bounded number of calls', async () => {
  const world = worldOf(10);
  for (let index = 0; index < 1_005; index += 1) world.drop(versionOf(`raw/${String(index).padStart(5, '0')}.csv`));
  for (let sweep = 1; sweep <= 5; sweep += 1) {
    expect(await findUnannounced(world.ports)).toBe(200);
    expect(world.calls.lists).toBe(20 * sweep);
  }
  expect(await findUnannounced(world.ports)).toBe(5);
  expect(world.calls.lists).toBe(101);
  expect(world.counted.filter((metric) => metric !== METRICS.lostFound)).toEqual([
    ...Array.from({ length: 5 }, () => METRICS.listingToBeContinued),
    METRICS.listingFinished,
  ]);
});

it('goes through 1,000,000 objects in bounded sweeps, and a second time asks for none of the old ones', async () => {
  const world = worldOf();
  const total = 1_000_000;
  world.time.now += 8 * 24 * HOUR;
  const keyOf = (index: number): string => `raw/${String(index).padStart(7, '0')}.csv`;
  const started = world.time.now;
  /** A bucket too large to be held: its pages are made as they are asked for. */
  const list: SweepPorts['list'] = async (after) => {
    world.calls.lists += 1;
    const from = after === null ? 0 : Number(/\d+/.exec(after)?.[0]) + 1;
    const to = Math.min(from + 1_000, total);
    const current = Array.from({ length: to - from }, (_, index) => versionOf(keyOf(from + index)));
    return { current, next: to < total ? keyOf(to - 1) : null };
  };
  const everySettled = async (runIds: readonly string[]) => {
    world.calls.looked += runIds.length;
    return new Set(runIds);
  };
  const ports = { ...world.ports, list, store: { ...world.ports.store, settled: everySettled } };
  const pass = async (): Promise<number> => {
    let sweeps = 0;
    do {
      const before = world.calls.lists;
      await findUnannounced(ports);
      expect(world.calls.lists - before).toBe(20);
      world.time.now += 5 * MINUTE;
      sweeps += 1;
    } while ((await ports.store.state())?.cursor !== null);
    return sweeps;
  };
  expect(await pass()).toBe(50);
  expect(world.calls.looked).toBe(total);
  expect(world.time.now - started).toBe(250 * MINUTE);
  world.calls.looked = 0;
  expect(await pass()).toBe(50);
  expect(world.calls.looked).toBe(0);
}, 60_000);

it('stops after the page with which it has found enough', async () => {
  const world = worldOf(10);
  for (let index = 0; index < 40; index += 1) world.drop(versionOf(`raw/${index}.csv`));
  expect(await findUnannounced(world.ports, { pages: 20, found: 15 })).toBe(20);
});

it('looks up outcomes of young objects only, once it has been through', async () => {
  const world = worldOf();
  for (let index = 0; index < 50; index += 1) world.drop(versionOf(`raw/${index}.csv`));
  await findUnannounced(world.ports);
  expect(world.calls.looked).toBe(50);
  world.time.now += 8 * 24 * HOUR;
  await findUnannounced(world.ports);
  world.drop(versionOf('raw/new.csv', world.time.now - HOUR));
  world.drop(versionOf('raw/upload-of-six-days.csv', world.time.now - 6 * 24 * HOUR));
  world.calls.looked = 0;
  expect(await findUnannounced(world.ports)).toBe(2);
  expect(world.calls.looked).toBe(2);
});

const key = fc.stringMatching(/^[a-zä+% ]{1,4}$/).map((name) => `raw/${name}.csv`);
/** What happens between two sweeps: objects are dropped or overwritten by uploads short and long, and the events of some arrive, once or twice, or never. */
const happening = fc.record({
  drops: fc.array(fc.record({ key, events: fc.constantFrom(0, 1, 2), late: fc.boolean(), uploadHours: fc.nat(160) }), {
    maxLength: 6,
  }),
  minutes: fc.integer({ min: 1, max: 60 * 24 * 3 }),
  dies: fc.option(fc.constantFrom('list', 'announce', 'note', 'save'), { nil: null }),
});

it('any listing and any loss of events: every object is taken exactly once, nothing else is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 6 }), fc.integer({ min: 1, max: 5 }), async (happenings, pageSize) => {
      const world = worldOf(pageSize);
      const limits = { pages: 2, found: 3 };
      const dropped = new Map<string, ListedVersion>();
      const late: ListedVersion[] = [];
      let versions = 0;
      for (const { drops, minutes, dies } of happenings) {
        for (const { key, events, late: isLate, uploadHours } of drops) {
          versions += 1;
          const version = versionOf(key, world.time.now - uploadHours * HOUR + versions, `v${versions}`);
          world.drop(version);
          dropped.set(key, version);
          for (let event = 0; event < events; event += 1) isLate ? late.push(version) : await world.deliver(version);
        }
        world.time.now += minutes * MINUTE;
        const { store } = world.ports;
        const died = (what: string) => async () => {
          if (dies === what) throw new Error(`died at ${what}`);
        };
        const mortal: SweepPorts = {
          ...world.ports,
          list: async (after) => died('list')().then(() => world.ports.list(after)),
          announce: async (found) => world.ports.announce(found).then(died('announce')),
          store: {
            ...store,
            noteAnnounced: async (runIds, at) => store.noteAnnounced(runIds, at).then(died('note')),
            save: async (state) => died('save')().then(() => store.save(state)),
          },
        };
        await findUnannounced(mortal, limits).catch(() => undefined);
        await world.drain();
      }
      // Long enough for every object to be old enough, and for as many sweeps as two passes may take.
      for (let sweep = 0; sweep < 2 * (dropped.size + 2); sweep += 1) {
        world.time.now += 5 * MINUTE;
        await findUnannounced(world.ports, limits);
        await world.drain();
      }
      for (const version of late) await world.deliver(version);
      const taken = new Set([...world.settled.values()].map(({ runId }) => runId));
      for (const version of dropped.values()) expect(taken).toContain(runIdOf({ ...version, sequencer: null }));
      const keys = [...world.settled.values()].map((outcome) => JSON.parse(outcome.detail).dataset);
      expect(new Set(keys.map((dataset) => `${dataset.key} ${dataset.versionId}`)).size).toBe(world.settled.size);
      world.time.now += 24 * HOUR;
      for (let sweep = 0; sweep <= dropped.size; sweep += 1) expect(await findUnannounced(world.ports, limits)).toBe(0);
    }),
    { numRuns: 500 },
  );
});
