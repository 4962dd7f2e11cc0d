import { createHash } from 'node:crypto';
import type { ListObjectVersionsCommandInput, PutObjectCommandInput } from '@aws-sdk/client-s3';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  NoSuchKey,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Answer } from './client-twin';
import { answering, on } from './client-twin';

/** A version of an object; a delete marker has no body. */
export interface StoredVersion {
  readonly key: string;
  readonly versionId: string;
  readonly body: string | null;
  readonly etag: string;
  readonly lastModified: Date;
}

/** One versioned bucket in memory. */
export interface MemoryBucket {
  readonly answer: Answer;
  readonly put: (key: string, body: string) => StoredVersion;
  /** Every version of a key, oldest first. */
  readonly versions: (key: string) => readonly StoredVersion[];
}

export interface BucketOptions {
  readonly clock: () => number;
  /** Versions of a page of a listing. */
  readonly pageSize?: number;
}

export const memoryBucket = ({ clock, pageSize = 1000 }: BucketOptions): MemoryBucket => {
  const objects = new Map<string, StoredVersion[]>();
  let count = 0;
  const versions = (key: string): StoredVersion[] => objects.get(key) ?? [];
  const current = (key: string) => {
    const newest = versions(key).at(-1);
    return newest?.body == null ? undefined : newest;
  };

  const add = (key: string, body: string | null): StoredVersion => {
    count += 1;
    const etag = `"${createHash('md5')
      .update(body ?? '')
      .digest('hex')}"`;
    const version = { key, versionId: `v${count}`, body, etag, lastModified: new Date(Math.floor(clock() / 1000) * 1000) };
    objects.set(key, [...versions(key), version]);
    return version;
  };

  const putObject = ({ Key = '', Body, IfMatch, IfNoneMatch }: PutObjectCommandInput): object => {
    const present = current(Key);
    if (IfMatch !== undefined && !present)
      throw new NoSuchKey({ message: 'The specified key does not exist.', $metadata: { httpStatusCode: 404 } });
    if (IfMatch !== undefined && present?.etag !== IfMatch) throw refusal('PreconditionFailed', 412);
    if (IfNoneMatch === '*' && present) throw refusal('PreconditionFailed', 412);
    const { etag, versionId } = add(Key, String(Body ?? ''));
    return { ETag: etag, VersionId: versionId };
  };

  const head = (key: string, versionId: string | undefined): object => {
    const found = versionId === undefined ? current(key) : versions(key).find((version) => version.versionId === versionId);
    if (!found) throw refusal('NotFound', versionId === undefined ? 404 : 400);
    if (found.body === null) throw refusal('MethodNotAllowed', 405);
    const { etag: ETag, lastModified: LastModified, body } = found;
    return { VersionId: found.versionId, ETag, ContentLength: Buffer.byteLength(body), LastModified };
  };

  const get = (key: string): object => {
    const found = current(key);
    if (!found) throw new NoSuchKey({ message: 'The specified key does not exist.', $metadata: { httpStatusCode: 404 } });
    return { ETag: found.etag, VersionId: found.versionId, Body: { transformToString: async () => found.body ?? '' } };
  };

  const list = (prefix: string, most: number): object => {
    const Contents = keysUnder(objects.keys(), prefix)
      .filter((key) => current(key))
      .slice(0, most)
      .map((Key) => ({ Key }));
    return { KeyCount: Contents.length, Contents };
  };

  /** Keys in their order, the newest version of each first. */
  const listVersions = ({ Prefix = '', KeyMarker = '', MaxKeys = pageSize }: ListObjectVersionsCommandInput): object => {
    const all = keysUnder(objects.keys(), Prefix)
      .filter((key) => key > KeyMarker)
      .flatMap((key) => [...versions(key)].reverse().map((version, index) => ({ ...version, isLatest: index === 0 })));
    const page = all.slice(0, MaxKeys);
    const Versions = page
      .filter(({ body }) => body !== null)
      .map(({ key, versionId, etag, lastModified, body, isLatest }) => ({
        Key: key,
        VersionId: versionId,
        ETag: etag,
        LastModified: lastModified,
        Size: Buffer.byteLength(body ?? ''),
        IsLatest: isLatest,
      }));
    const IsTruncated = all.length > page.length;
    return { Versions, IsTruncated, ...(IsTruncated ? { NextKeyMarker: page.at(-1)?.key } : {}) };
  };

  const answer = answering(
    on(PutObjectCommand, putObject),
    on(HeadObjectCommand, ({ Key = '', VersionId }) => head(Key, VersionId)),
    on(GetObjectCommand, ({ Key = '' }) => get(Key)),
    on(DeleteObjectCommand, ({ Key = '' }) => ({ VersionId: add(Key, null).versionId, DeleteMarker: true })),
    on(ListObjectsV2Command, ({ Prefix = '', MaxKeys = pageSize }) => list(Prefix, MaxKeys)),
    on(ListObjectVersionsCommand, listVersions),
  );
  return { answer, put: add, versions };
};

const keysUnder = (keys: Iterable<string>, prefix: string): string[] => [...keys].filter((key) => key.startsWith(prefix)).sort();

const refusal = (name: string, httpStatusCode: number) =>
  new S3ServiceException({ name, $fault: 'client', message: name, $metadata: { httpStatusCode } });
