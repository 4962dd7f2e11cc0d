import {
  CreateBucketCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Dataset } from '@glue-relay/shared/dataset';
import { runIdOf } from '@glue-relay/shared/run-id';
import type { TestCloud } from '../../../../shared/test/support/ministack';
import { startTestCloud } from '../../../../shared/test/support/ministack';
import { s3InputObjects } from '../../src/adapters/input-objects';

const Bucket = 'relay-data-test';
let cloud: TestCloud;
let s3: S3Client;

beforeAll(async () => {
  cloud = await startTestCloud();
  s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
}, 60_000);
afterAll(async () => {
  s3.destroy();
  await cloud.stop();
});

const put = async (Key: string, Body = 'a') => (await s3.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId ?? '';

it('finds a version by its key, the newest where none is named, and nothing where there is none', async () => {
  const objects = s3InputObjects(s3, Bucket);
  const first = await put('one/a.csv', 'old');
  const second = await put('one/a.csv', 'newer');
  expect(await objects.dataset('one/a.csv', null)).toMatchObject({ bucket: Bucket, versionId: second, size: 5, sequencer: null });
  expect(await objects.dataset('one/a.csv', first)).toMatchObject({ versionId: first, size: 3 });
  expect(await objects.dataset('one/none.csv', null)).toBeNull();
  expect(await objects.dataset('one/a.csv', 'none')).toBeNull();
});

it('writes the list of no files of a run, and says it as any other version', async () => {
  const objects = s3InputObjects(s3, Bucket);
  const written = await objects.writeEmptyList('sales', '20261112T000000Z-3f2a9c41d07b');
  expect(written).toMatchObject({
    key: 'runs/sales/batches/20261112T000000Z-3f2a9c41d07b.files.jsonl',
    size: 0,
    lastModified: '2026-11-12T00:00:00.000Z',
  });
  expect(await objects.dataset(written.key, written.versionId)).toMatchObject({ versionId: written.versionId, size: 0 });
});

it('lists what is current, under the ids that arrivals have', async () => {
  const objects = s3InputObjects(s3, Bucket);
  for (const key of ['two/b.csv', 'two/a.csv', 'two/c.csv', 'two-not/x.csv']) await put(key);
  const newest = await put('two/a.csv', 'again');
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'two/c.csv' }));
  const { datasets, next } = await objects.list('two/', null);
  expect(datasets.map(({ key }) => key)).toEqual(['two/a.csv', 'two/b.csv']);
  expect(next).toBeNull();
  const [first] = datasets;
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'two/a.csv' }));
  const arrived = { key: 'two/a.csv', versionId: newest, sequencer: '00', lastModified: head.LastModified?.toISOString() ?? '' };
  expect(runIdOf(first as Dataset)).toBe(runIdOf({ bucket: Bucket, ...arrived }));
  expect((await objects.list('two/', 'two/a.csv')).datasets.map(({ key }) => key)).toEqual(['two/b.csv']);
});
