import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { s3InputObjects } from '../../../src/adapters/input-objects';
import { directClientOf } from './client-twin';
import { memoryBucket } from './memory-bucket';
import { describeBucket } from './memory-bucket-contract';

const client = directClientOf(S3Client, memoryBucket({ clock: () => 0 }).answer);
describeBucket('the twin', () => ({ client, bucket: 'bucket' }));

it('lists a page at a time, as a backfill reads it', async () => {
  const twin = memoryBucket({ clock: () => 1_500, pageSize: 2 });
  for (const key of ['raw/a', 'raw/b', 'raw/c']) twin.put(key, key);
  const paged = directClientOf(S3Client, twin.answer);
  const { list } = s3InputObjects(paged, 'bucket');
  const first = await list('raw/', null);
  expect([first.datasets.map(({ key }) => key), first.next]).toEqual([['raw/a', 'raw/b'], 'raw/b']);
  expect(first.datasets[0]).toMatchObject({ versionId: 'v1', lastModified: '1970-01-01T00:00:01.000Z', size: 5 });
  expect(await list('raw/', first.next)).toMatchObject({ datasets: [{ key: 'raw/c' }], next: null });
  const whole = await paged.send(new ListObjectVersionsCommand({ Bucket: 'b', Prefix: 'raw/', MaxKeys: 9 }));
  expect(whole.IsTruncated).toBe(false);
});
