import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { metadataOfParameters } from '@glue-relay/shared/pipeline/parameters';
import { runIdOf } from '@glue-relay/shared/run-id';
import { OperationError, UsageError } from './failures';

/** A file stored in the data bucket, and the id of the run that it leads to. */
export interface Upload {
  readonly runId: string;
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | null;
  readonly size: number;
  readonly lastModified: string;
}

/** S3's limit for one PutObject. */
const LARGEST_PUT = 5 * 1024 ** 3;

/**
 * Size of a file that is to be dropped.
 *
 * @throws UsageError where there is no such file, or it cannot be stored
 */
export const sizeOfFile = (file: string): number => {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) throw new UsageError(`There is no file ${file}.`, 'check the path.');
  if (!stats.isFile()) throw new UsageError(`${file} is no file.`);
  if (stats.size > LARGEST_PUT)
    throw new UsageError(`${file} is larger than the 5 GiB that one upload may hold; compress or split it.`);
  return stats.size;
};

/** Key under which a file is dropped when none is given. */
export const defaultKey = (file: string): string => `raw/${basename(file)}`;

/** Stores a file with its run parameters. */
export const uploadFile = async (
  s3: S3Client,
  bucket: string,
  key: string,
  file: string,
  parameters: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Upload> => {
  const size = sizeOfFile(file);
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  const put = await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: createReadStream(file),
      ContentLength: size,
      ContentType: key.endsWith('.gz') ? 'application/gzip' : 'text/csv',
      Metadata: metadataOfParameters(parameters),
    }),
    { abortSignal: signal },
  );
  const versionId = put.VersionId && put.VersionId !== 'null' ? put.VersionId : null;
  const lastModified = await writtenAt(s3, bucket, key, versionId);
  const runId = runIdOf({ bucket, key, versionId, sequencer: null, lastModified });
  return { runId, bucket, key, versionId, size, lastModified };
};

/** When S3 says that it wrote the object; where that was rejected and moved away in the meantime, the sidecar says it. */
const writtenAt = async (s3: S3Client, bucket: string, key: string, versionId: string | null): Promise<string> => {
  const { HeadObjectCommand, NotFound } = await import('@aws-sdk/client-s3');
  try {
    const version = versionId === null ? {} : { VersionId: versionId };
    const { LastModified } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, ...version }));
    if (LastModified) return LastModified.toISOString();
  } catch (error) {
    if (!(error instanceof NotFound) || versionId === null) throw error;
    const { findOriginal } = await import('./quarantine/entries');
    const moved = await findOriginal(s3, bucket, versionId);
    if (moved) return moved.sidecar.original.lastModified;
  }
  throw new OperationError(`S3 tells no time for s3://${bucket}/${key}, so its run cannot be told.`);
};
