import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { exampleDataset } from '@glue-relay/shared/dataset';
import type { Release, Sidecar } from '@glue-relay/shared/quarantine';
import { RELEASE_METADATA, releaseKeyOf, releaseSchema } from '@glue-relay/shared/quarantine';
import { runIdOf } from '@glue-relay/shared/run-id';
import { mockClient } from 'aws-sdk-client-mock';
import type { Entry } from '../src/quarantine/entries';
import type { Wish } from '../src/quarantine/release';
import { release } from '../src/quarantine/release';
import { entryText, quarantineTable, releaseText } from '../src/render/quarantine';
import { uploadFile } from '../src/upload';

const RUN = '20261112T000000Z-3f2a9c41d07b';
const BASE = `quarantine/sales/2026-11-12/wrong-types/${RUN}`;
const NOW = new Date('2026-11-12T01:00:00.000Z');
const BACK_AT = new Date('2026-11-12T01:00:01.000Z');

const sidecar: Sidecar = {
  schemaVersion: 1,
  runId: RUN,
  pipeline: 'sales',
  reason: 'wrong-types',
  message: 'raw/train.csv has values of another kind.',
  remedy: 'Mend it.',
  rejectedAt: '2026-11-12T00:00:01.000Z',
  original: exampleDataset,
  quarantined: { key: `${BASE}/train.csv`, size: 2_048, checksum: { algorithm: 'ETag', value: 'abc' } },
};
const entry: Entry = { sidecarKey: `${BASE}.json`, sidecar, release: null };
const RECORD = releaseKeyOf(entry.sidecarKey);
const wish: Wish = { how: 'accept', pipeline: 'sales', requestedBy: 'arn:aws:iam::1:user/ana', now: NOW };

const s3 = mockClient(S3Client);
const client = new S3Client({ region: 'us-east-1' });

/** A bucket in which the record is what was put last, and the file may be back as version `v9`. */
const bucketWith = (record: Release | null, isBack: boolean) => {
  let held = record;
  let back = isBack;
  const copies: unknown[] = [];
  s3.reset();
  s3.on(PutObjectCommand, { Key: RECORD }).callsFake(async ({ IfNoneMatch, Body }) => {
    if (IfNoneMatch && held) throw Object.assign(new Error('exists'), { name: 'PreconditionFailed' });
    held = releaseSchema.parse(JSON.parse(Body));
    return {};
  });
  s3.on(GetObjectCommand, { Key: RECORD }).callsFake(async () => ({
    Body: { transformToString: async () => JSON.stringify(held) },
  }));
  // By key, not by command: the copy is made with another installation of the same SDK.
  s3.onAnyCommand({ Key: sidecar.quarantined.key }).resolves({
    ETag: '"abc"',
    ContentLength: 2_048,
    Metadata: { 'relay-tuned': 'true' },
  });
  s3.onAnyCommand({ Key: exampleDataset.key }).callsFake(async (input) => {
    if ('CopySource' in input) {
      copies.push(input);
      back = true;
    }
    if (!back) throw new NotFound({ message: 'none', $metadata: {} });
    return { VersionId: 'v9', LastModified: BACK_AT, Metadata: { [RELEASE_METADATA]: RECORD } };
  });
  return { copies, record: () => held };
};

const runId = runIdOf({
  bucket: 'b',
  key: exampleDataset.key,
  versionId: 'v9',
  sequencer: null,
  lastModified: BACK_AT.toISOString(),
});
const pending: Release = {
  schemaVersion: 1,
  runId: RUN,
  reason: 'wrong-types',
  how: 'replay',
  pipeline: null,
  key: exampleDataset.key,
  size: 2_048,
  requestedBy: 'arn:aws:iam::1:user/bob',
  requestedAt: '2026-11-12T00:59:30.000Z',
  released: null,
};

it('puts a file back with its metadata and the name of the record, which says who asked', async () => {
  const bucket = bucketWith(null, false);
  const answer = await release(client, 'b', entry, wish);
  expect(answer).toMatchObject({ outcome: 'done', release: { how: 'accept', released: { versionId: 'v9', runId } } });
  expect(bucket.copies).toEqual([
    expect.objectContaining({ Key: exampleDataset.key, Metadata: { 'relay-tuned': 'true', [RELEASE_METADATA]: RECORD } }),
  ]);
  expect(bucket.record()).toMatchObject({ requestedBy: wish.requestedBy, pipeline: 'sales', released: { runId } });
});

it('does nothing a second time, and says what was done', async () => {
  const bucket = bucketWith(null, false);
  const first = await release(client, 'b', entry, wish);
  const again = await release(client, 'b', entry, { ...wish, requestedBy: 'another' });
  expect(again).toEqual({ outcome: 'nothing-to-do', release: first.release });
  expect(bucket.copies).toHaveLength(1);
});

it('takes up what another left that died after its copy, without a second copy', async () => {
  const bucket = bucketWith(pending, true);
  const answer = await release(client, 'b', entry, wish);
  expect(answer).toMatchObject({
    outcome: 'done',
    release: { how: 'replay', requestedBy: pending.requestedBy, released: { runId } },
  });
  expect(bucket.copies).toHaveLength(0);
});

it('waits for another that may be at work, and does it itself once that must be dead', async () => {
  const bucket = bucketWith(pending, false);
  await expect(release(client, 'b', entry, wish)).rejects.toThrow('user/bob is putting this file back');
  expect(bucket.copies).toHaveLength(0);
  const answer = await release(client, 'b', entry, { ...wish, now: new Date('2026-11-12T01:00:30.000Z') });
  expect(answer).toMatchObject({ outcome: 'done', release: { how: 'accept', requestedBy: wish.requestedBy } });
  expect(bucket.copies).toHaveLength(1);
});

it('a drop that was rejected and moved before S3 was asked about it has its run id all the same', async () => {
  s3.reset();
  s3.on(PutObjectCommand).resolves({ VersionId: exampleDataset.versionId ?? '' });
  s3.on(HeadObjectCommand).rejects(new NotFound({ message: 'moved', $metadata: {} }));
  s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: entry.sidecarKey }, { Key: 'quarantine/sales/run_id=1/part.json' }] });
  s3.on(GetObjectCommand, { Key: entry.sidecarKey }).callsFake(async () => ({
    Body: { transformToString: async () => JSON.stringify(sidecar) },
  }));
  s3.on(GetObjectCommand, { Key: RECORD }).rejects(new NoSuchKey({ message: 'none', $metadata: {} }));
  const { bucket, key } = exampleDataset;
  const upload = await uploadFile(client, bucket, key, __filename, {}, new AbortController().signal);
  expect(upload.runId).toBe(runIdOf({ ...exampleDataset, sequencer: null }));
});

it('is told in words', () => {
  const released = { ...pending, released: { versionId: 'v9', runId } };
  expect(quarantineTable([entry], NOW)).toContain(`${RUN}  wrong-types  sales`);
  expect(quarantineTable([], NOW)).toBe('Nothing is in quarantine.\n');
  expect(entryText(entry, 'b', NOW)).toContain(`relay quarantine accept ${RUN}\``);
  const nobodys = { ...entry, sidecar: { ...entry.sidecar, pipeline: null } };
  expect(entryText(nobodys, 'b', NOW)).toContain(`relay quarantine accept ${RUN} --pipeline NAME\``);
  expect(entryText({ ...entry, release: released }, 'b', NOW)).toContain(`Put back by ${pending.requestedBy} (replay)`);
  expect(releaseText({ outcome: 'done', release: released })).toContain('is judged anew');
  expect(releaseText({ outcome: 'nothing-to-do', release: released })).toContain('Nothing to do');
});
