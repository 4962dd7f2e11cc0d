import type { S3Client } from '@aws-sdk/client-s3';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';

/** What the twin of a versioned bucket and the local cloud both do. */
export const describeBucket = (name: string, connect: () => { readonly client: S3Client; readonly bucket: string }): void => {
  const put = (Key: string, Body: string, given: object = {}) =>
    connect().client.send(new PutObjectCommand({ Bucket: connect().bucket, Key, Body, ...given }));
  const head = (Key: string, given: object = {}) =>
    connect().client.send(new HeadObjectCommand({ Bucket: connect().bucket, Key, ...given }));

  describe(`${name} as a bucket`, () => {
    it('writes on condition that nothing is there, or what was read', async () => {
      const first = await put('if/a', '1', { IfNoneMatch: '*' });
      await expect(put('if/a', '2', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
      const second = await put('if/a', '2', { IfMatch: first.ETag });
      await expect(put('if/a', '3', { IfMatch: first.ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
      const { client, bucket } = connect();
      const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'if/a' }));
      expect([await found.Body?.transformToString(), found.ETag]).toEqual(['2', second.ETag]);
      const missing = client.send(new GetObjectCommand({ Bucket: bucket, Key: 'if/none' }));
      await expect(missing).rejects.toMatchObject({ name: 'NoSuchKey' });
    });

    it('keeps every version, and tells of the newest where none is named', async () => {
      const first = await put('versions/a', 'old');
      const second = await put('versions/a', 'newer');
      expect(await head('versions/a')).toMatchObject({ VersionId: second.VersionId, ContentLength: 5 });
      expect(await head('versions/a', { VersionId: first.VersionId })).toMatchObject({ ContentLength: 3 });
      await expect(head('versions/none')).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
    });

    it('lists current versions first, after a key, and nothing as current that was deleted', async () => {
      const { client, bucket } = connect();
      for (const key of ['list/b', 'list/a', 'list/c', 'list-not/x']) await put(key, key);
      const newest = await put('list/a', 'again');
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'list/c' }));
      const list = async (given: object = {}) =>
        (await client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: 'list/', ...given }))).Versions ?? [];
      const current = (await list()).filter(({ IsLatest }) => IsLatest);
      expect(current.map(({ Key }) => Key)).toEqual(['list/a', 'list/b']);
      expect(current[0]?.VersionId).toBe(newest.VersionId);
      expect((await list({ KeyMarker: 'list/a' })).filter(({ IsLatest }) => IsLatest).map(({ Key }) => Key)).toEqual(['list/b']);
      const some = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'list/', MaxKeys: 1 }));
      const none = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'nothing/', MaxKeys: 1 }));
      expect([some.KeyCount, none.KeyCount]).toEqual([1, 0]);
    });
  });
};
