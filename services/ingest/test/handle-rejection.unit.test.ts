import { exampleDataset } from '@glue-relay/shared/dataset';
import type { DatasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import { datasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import type { Notice } from '@glue-relay/shared/notices/notice';
import { OwedNoticeError } from '@glue-relay/shared/notices/once';
import { quarantineEntryOf, quarantinePlaceOf, sidecarSchema } from '@glue-relay/shared/quarantine';
import { memoryNoticeLog } from '../../../shared/test/support/memory-notice-log';
import { CopyDiffersError, handleRejection } from '../src/app/handle-rejection';
import { rejectionNotice } from '../src/domain/rejection-notice';
import { sameContent } from '../src/domain/same-content';
import { METRICS } from '../src/metric-names';
import type { RejectionPorts } from '../src/quarantine-ports';
import { memoryVersions } from './twins/versions';

const KEY = 'raw/größe 1+1.csv';
const BYTES = Buffer.from('date;sales\n');

const rejectionOf = (versionId: string | null): DatasetRejected => {
  const base = { ...datasetRejected.example, dataset: { ...exampleDataset, key: KEY, versionId, size: BYTES.length } };
  return { ...base, quarantine: quarantinePlaceOf(base) };
};

/** A bucket with the rejected version, and ports of which the call with that number dies, before or after its work. */
const worldOf = () => {
  const bucket = memoryVersions();
  const rejection = rejectionOf(bucket.put(KEY, BYTES));
  const time = { now: Date.parse('2026-11-12T00:00:02.000Z') };
  const sent: Notice[] = [];
  const counted: string[] = [];
  let calls = 0;
  const dying = { at: 0, after: false };
  const mortal =
    <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      calls += 1;
      if (calls !== dying.at) return call(...args);
      if (dying.after) await call(...args);
      throw new Error('died');
    };
  const { store } = bucket;
  const notices = memoryNoticeLog();
  const ports: RejectionPorts = {
    store: {
      contentOf: mortal(store.contentOf),
      copy: mortal(store.copy),
      writeSidecar: mortal(store.writeSidecar),
      remove: mortal(store.remove),
    },
    notices: { claim: mortal(notices.claim), confirm: mortal(notices.confirm) },
    send: mortal(async (notice: Notice) => {
      sent.push(notice);
    }),
    stage: 'test',
    clock: () => time.now,
    count: (metric) => counted.push(metric),
    tell: () => undefined,
  };
  const place = rejection.quarantine ?? { key: '', sidecarKey: '' };
  return { bucket, rejection, place, ports, sent, counted, time, dying, callsMade: () => calls, handle: handleRejection(ports) };
};

it('moves the object, leaves a sidecar beside it, and tells people', async () => {
  const { bucket, rejection, place, sent, handle } = worldOf();
  await handle(rejection);
  expect(bucket.versionsOf(KEY)).toEqual([]);
  expect(bucket.text(place.key)).toBe(BYTES.toString());
  const sidecar = sidecarSchema.parse(JSON.parse(bucket.text(place.sidecarKey) ?? ''));
  expect(sidecar).toMatchObject({
    original: rejection.dataset,
    quarantined: { key: place.key, checksum: { algorithm: 'ETag' } },
  });
  expect(sent).toHaveLength(1);
});

it('removes the version that was judged and no other', async () => {
  const { bucket, rejection, place, handle } = worldOf();
  const newer = bucket.put(KEY, Buffer.from('date,sales\n'));
  await handle(rejection);
  expect(bucket.versionsOf(KEY)).toEqual([newer]);
  expect(bucket.text(place.key)).toBe(BYTES.toString());
});

it('removes nothing where the copy is not the same', async () => {
  const { bucket, rejection, place, ports } = worldOf();
  const handle = handleRejection({
    ...ports,
    store: { ...ports.store, copy: async () => void bucket.put(place.key, BYTES.subarray(1)) },
  });
  await expect(handle(rejection)).rejects.toThrow(CopyDiffersError);
  expect(bucket.versionsOf(KEY)).toEqual([rejection.dataset.versionId]);
});

it('leaves what has no place in the quarantine, and tells people all the same', async () => {
  const { bucket, rejection, sent, counted, handle } = worldOf();
  await handle({ ...rejection, quarantine: null });
  expect(bucket.versionsOf(KEY)).toHaveLength(1);
  expect(counted).toEqual([METRICS.leftInPlace, METRICS.noticeSent]);
  expect(sent[0]?.text).toContain('left where it is');
});

it('comes again while another holds the message: that one may die over it', async () => {
  const { rejection, ports, sent, time, handle } = worldOf();
  await ports.notices.claim(rejection.runId, time.now, time.now + 60_000);
  await expect(handle(rejection)).rejects.toThrow(OwedNoticeError);
  expect(sent).toEqual([]);
  time.now += 60_000;
  await handle(rejection);
  expect(sent).toHaveLength(1);
});

it('whichever call it dies at, before or after: nothing is lost, and the next tries end where the first would have', async () => {
  const whole = worldOf();
  await whole.handle(whole.rejection);
  for (let at = 1; at <= whole.callsMade(); at += 1) {
    for (const after of [false, true]) {
      const world = worldOf();
      Object.assign(world.dying, { at, after });
      await expect(world.handle(world.rejection)).rejects.toThrow('died');
      const isKept = world.bucket.versionsOf(KEY).length === 1 || world.bucket.text(world.place.key) === BYTES.toString();
      expect(isKept).toBe(true);
      world.time.now += 10 * 60_000;
      for (let again = 0; again < 2; again += 1) await world.handle(world.rejection);
      expect(world.bucket.versionsOf(KEY)).toEqual([]);
      expect(world.bucket.text(world.place.key)).toBe(BYTES.toString());
      expect(world.bucket.text(world.place.sidecarKey)).toBe(whole.bucket.text(whole.place.sidecarKey));
      expect(world.sent.length).toBeGreaterThanOrEqual(1);
      expect(world.bucket.versionsOf(world.place.key)).toHaveLength(1);
    }
  }
});

describe('proof that two objects are the same', () => {
  const facts = { size: 1, etag: 'a', checksums: { CRC32: 'x', SHA1: 'y' } };
  it.each([
    ['the same ETag', facts, { algorithm: 'ETag', value: 'a' }],
    ['another ETag and the same checksum', { ...facts, etag: 'b', checksums: { SHA1: 'y' } }, { algorithm: 'SHA1', value: 'y' }],
    ['another size', { ...facts, size: 2 }, null],
    ['no ETag and another checksum', { size: 1, etag: null, checksums: { CRC32: 'z' } }, null],
    ['nothing to compare', { size: 1, etag: null, checksums: {} }, null],
  ])('%s', (_what, copy, proof) => expect(sameContent(facts, copy)).toEqual(proof));

  it('is not that neither has an ETag', () => {
    expect(sameContent({ size: 1, etag: null, checksums: {} }, { size: 1, etag: null, checksums: {} })).toBeNull();
  });
});

describe('the place in the quarantine', () => {
  it('names pipeline, day, reason and run, and is known by its sidecar', () => {
    const place = quarantinePlaceOf({ ...rejectionOf('v1'), pipeline: null });
    expect(place.key).toBe('quarantine/_unrouted/2026-11-12/missing-columns/20261112T000000Z-3f2a9c41d07b/größe 1+1.csv');
    expect(quarantineEntryOf(place.sidecarKey)).toEqual({ kind: 'sidecar', runId: '20261112T000000Z-3f2a9c41d07b' });
    expect(quarantineEntryOf(place.key)).toBeNull();
    expect(quarantineEntryOf('quarantine/sales/run_id=20261112T000000Z-3f2a9c41d07b/part-0.json')).toBeNull();
  });

  it('is no longer than S3 allows, whatever the key, and keeps the suffix', () => {
    const dataset = { ...exampleDataset, key: `raw/${'日'.repeat(330)}.csv` };
    const { key } = quarantinePlaceOf({ ...rejectionOf('v1'), pipeline: 'p'.repeat(32), dataset });
    expect(Buffer.byteLength(key)).toBeLessThanOrEqual(1_024);
    expect(key).toMatch(/日\.csv$/);
  });
});

it('the message can be read: a subject that SNS takes, why, what to do, and the commands', () => {
  const { subject, text } = rejectionNotice({ ...rejectionOf('v1'), message: `${KEY} is wrong.` }, 'prod');
  expect(subject).toMatch(/^[ -~]{1,99}$/);
  expect(subject).toContain('missing-columns');
  for (const said of [`${KEY} is wrong.`, 'relay quarantine replay 20261112T000000Z-3f2a9c41d07b --stage prod', 'accept']) {
    expect(text).toContain(said);
  }
});
