import type { HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';

/** A version of an object, or its newest where none is named. */
export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | null;
}

/** S3 copies objects up to this size in one call. Source: docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
const LARGEST_COPY = 5 * 1024 ** 3;
/** Calls under way at once. */
const PARALLEL = 16;

/** An object that is too large for one copy, and of which S3 does not tell the parts. */
export class PartsUnknownError extends Error {
  override readonly name = 'PartsUnknownError';
}

/**
 * Copies an object within its bucket, in the parts in which it was uploaded, so that the copy has the ETag of the original.
 *
 * @param metadata - of the copy in place of the original's; null leaves it
 * @throws PartsUnknownError
 */
export const copyObject = async (
  client: S3Client,
  from: CopySource,
  toKey: string,
  metadata: Readonly<Record<string, string>> | null = null,
): Promise<{ readonly versionId: string | null }> => {
  const head = await client.send(new HeadObjectCommand(inputOf(from)));
  const parts = await partSizesOf(client, from, head);
  const Metadata = metadata ?? head.Metadata ?? {};
  if (parts) return copyInParts(client, from, toKey, { Metadata, ContentType: head.ContentType }, parts);
  if ((head.ContentLength ?? 0) > LARGEST_COPY) throw new PartsUnknownError(`S3 does not tell the parts of ${from.key}`);
  const { VersionId } = await client.send(
    new CopyObjectCommand({
      Bucket: from.bucket,
      Key: toKey,
      CopySource: copySourceOf(from),
      ...(metadata ? { MetadataDirective: 'REPLACE', Metadata, ContentType: head.ContentType } : {}),
    }),
  );
  return { versionId: VersionId ?? null };
};

const inputOf = ({ bucket, key, versionId }: CopySource) => ({
  Bucket: bucket,
  Key: key,
  ...(versionId === null ? {} : { VersionId: versionId }),
});

/** URL-encoded, as S3 asks for it; slashes may stay. */
export const copySourceOf = ({ bucket, key, versionId }: CopySource): string => {
  const path = `${bucket}/${key}`.split('/').map(encodeURIComponent).join('/');
  return versionId === null ? path : `${path}?versionId=${encodeURIComponent(versionId)}`;
};

/**
 * Sizes of the parts in which an object was uploaded, in bytes; undefined where it was uploaded whole, or S3 does not tell.
 * Source: docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html, `partNumber`
 */
const partSizesOf = async (
  client: S3Client,
  object: CopySource,
  { ETag, ContentLength }: HeadObjectCommandOutput,
): Promise<number[] | undefined> => {
  const count = Number(/-(\d+)"?$/.exec(ETag ?? '')?.[1] ?? 0);
  if (count === 0) return undefined;
  const sizes = await inParallel(count, async (part) => {
    const head = await client.send(new HeadObjectCommand({ ...inputOf(object), PartNumber: part }));
    return head.ContentLength ?? 0;
  });
  return sizes.reduce((sum, size) => sum + size, 0) === ContentLength ? sizes : undefined;
};

const copyInParts = async (
  client: S3Client,
  from: CopySource,
  toKey: string,
  described: { readonly Metadata: Record<string, string>; readonly ContentType: string | undefined },
  sizes: readonly number[],
): Promise<{ readonly versionId: string | null }> => {
  const to = { Bucket: from.bucket, Key: toKey };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...to, ...described }));
  try {
    const Parts = await inParallel(sizes.length, async (PartNumber) => {
      const start = sizes.slice(0, PartNumber - 1).reduce((sum, size) => sum + size, 0);
      const CopySourceRange = `bytes=${start}-${start + (sizes[PartNumber - 1] ?? 0) - 1}`;
      const { CopyPartResult } = await client.send(
        new UploadPartCopyCommand({ ...to, UploadId, PartNumber, CopySource: copySourceOf(from), CopySourceRange }),
      );
      return { PartNumber, ETag: CopyPartResult?.ETag };
    });
    const { VersionId } = await client.send(new CompleteMultipartUploadCommand({ ...to, UploadId, MultipartUpload: { Parts } }));
    return { versionId: VersionId ?? null };
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand({ ...to, UploadId }));
    throw error;
  }
};

/** Does one thing for each part from 1 to `count`, some at once; the first that fails fails all. */
const inParallel = async <Result>(count: number, act: (part: number) => Promise<Result>): Promise<Result[]> => {
  const results: Result[] = [];
  let next = 1;
  const work = async (): Promise<void> => {
    for (let part = next++; part <= count; part = next++) results[part - 1] = await act(part);
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, count) }, work));
  return results;
};
