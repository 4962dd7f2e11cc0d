import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { copyObject, copySourceOf, PartsUnknownError } from '../src/aws/copy-object';

const GIB = 1024 ** 3;
const from = { bucket: 'b', key: 'raw/größe 100% +1?.csv', versionId: 'v/1' };
const s3 = mockClient(S3Client);
const client = new S3Client({ region: 'us-east-1' });
beforeEach(() => s3.reset());

/** An object as S3 tells of it: whole, or by its parts. */
const holding = (ETag: string, parts: readonly number[], told = parts) => {
  const ContentLength = parts.reduce((sum, size) => sum + size, 0);
  s3.on(HeadObjectCommand).resolves({ ETag, ContentLength, Metadata: { 'relay-tuned': 'true' }, ContentType: 'text/csv' });
  for (const [index, size] of told.entries())
    s3.on(HeadObjectCommand, { PartNumber: index + 1 }).resolves({ ContentLength: size });
};

it('encodes what S3 wants encoded, and not the slashes', () => {
  expect(copySourceOf(from)).toBe('b/raw/gr%C3%B6%C3%9Fe%20100%25%20%2B1%3F.csv?versionId=v%2F1');
  expect(copySourceOf({ ...from, key: 'a', versionId: null })).toBe('b/a');
});

it('copies an object that was uploaded whole in one call', async () => {
  holding('"md5"', [3]);
  s3.on(CopyObjectCommand).resolves({ VersionId: 'v2' });
  expect(await copyObject(client, from, 'quarantine/a')).toEqual({ versionId: 'v2' });
  expect(s3.commandCalls(CopyObjectCommand)[0]?.args[0].input).toEqual({
    Bucket: 'b',
    Key: 'quarantine/a',
    CopySource: copySourceOf(from),
  });
});

it('copies an object that was uploaded in parts in the same parts, however large, with its metadata', async () => {
  const parts = [...Array.from({ length: 40 }, () => GIB / 4), 17];
  holding('"md5-41"', parts);
  s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u' });
  s3.on(UploadPartCopyCommand).callsFake(async ({ PartNumber }) => ({ CopyPartResult: { ETag: `e${PartNumber}` } }));
  s3.on(CompleteMultipartUploadCommand).resolves({ VersionId: 'v2' });
  expect(await copyObject(client, from, 'quarantine/a')).toEqual({ versionId: 'v2' });
  expect(s3.commandCalls(CreateMultipartUploadCommand)[0]?.args[0].input.Metadata).toEqual({ 'relay-tuned': 'true' });
  const ranges = s3.commandCalls(UploadPartCopyCommand).map(({ args }) => args[0].input.CopySourceRange ?? '');
  const spans = ranges.map((range) => (/(\d+)-(\d+)/.exec(range) ?? []).slice(1).map(Number)).sort(([a = 0], [b = 0]) => a - b);
  expect(spans.map(([start = 0, end = 0]) => end - start + 1)).toEqual(parts);
  for (const [index, [start]] of spans.entries()) expect(start).toBe(index === 0 ? 0 : (spans[index - 1]?.[1] ?? 0) + 1);
  const done = s3.commandCalls(CompleteMultipartUploadCommand)[0]?.args[0].input.MultipartUpload?.Parts;
  expect(done?.map(({ PartNumber, ETag }) => [PartNumber, ETag])).toEqual(parts.map((_, index) => [index + 1, `e${index + 1}`]));
});

it('gives up the upload where a part cannot be copied', async () => {
  holding('"md5-2"', [5, 5]);
  s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u' });
  s3.on(UploadPartCopyCommand).rejects(new Error('slow down'));
  s3.on(AbortMultipartUploadCommand).resolves({});
  await expect(copyObject(client, from, 'quarantine/a')).rejects.toThrow('slow down');
  expect(s3.commandCalls(AbortMultipartUploadCommand)).toHaveLength(1);
  expect(s3.commandCalls(CompleteMultipartUploadCommand)).toHaveLength(0);
});

it('copies in one call where the parts are not told, and says so where that cannot be', async () => {
  holding('"md5-2"', [5, 5], [10, 10]);
  s3.on(CopyObjectCommand).resolves({ VersionId: 'v2' });
  expect(await copyObject(client, from, 'raw/a.csv', { mark: 'x' })).toEqual({ versionId: 'v2' });
  expect(s3.commandCalls(CopyObjectCommand)[0]?.args[0].input).toMatchObject({
    MetadataDirective: 'REPLACE',
    Metadata: { mark: 'x' },
  });
  holding('"md5-2"', [5 * GIB, 5], [1, 1]);
  await expect(copyObject(client, from, 'raw/a.csv')).rejects.toThrow(PartsUnknownError);
});
