import type { HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { copySourceOf } from '@glue-relay/shared/aws/copy-source';
import type { ObjectReference } from '../ports';
import { inputOf } from './s3-objects';

/** Calls under way at once. */
const PARALLEL = 16;

/**
 * Sizes of the parts in which an object was uploaded, in bytes; undefined where it was uploaded whole, or S3 does not tell.
 * Source: docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html, `partNumber`
 */
export const partSizesOf = async (
  client: S3Client,
  object: ObjectReference,
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

/** Copies part by part, so that the copy has the ETag of the original; also what is too large for one call. */
export const copyInParts = async (
  client: S3Client,
  from: ObjectReference,
  toKey: string,
  { Metadata, ContentType }: HeadObjectCommandOutput,
  sizes: readonly number[],
): Promise<void> => {
  const to = { Bucket: from.bucket, Key: toKey };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...to, Metadata, ContentType }));
  try {
    const Parts = await inParallel(sizes.length, async (PartNumber) => {
      const start = sizes.slice(0, PartNumber - 1).reduce((sum, size) => sum + size, 0);
      const CopySourceRange = `bytes=${start}-${start + (sizes[PartNumber - 1] ?? 0) - 1}`;
      const { CopyPartResult } = await client.send(
        new UploadPartCopyCommand({ ...to, UploadId, PartNumber, CopySource: copySourceOf(from), CopySourceRange }),
      );
      return { PartNumber, ETag: CopyPartResult?.ETag };
    });
    await client.send(new CompleteMultipartUploadCommand({ ...to, UploadId, MultipartUpload: { Parts } }));
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
