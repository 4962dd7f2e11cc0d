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
  if (!stats) throw new UsageError(`There is no file ${file}.`);
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
  const { HeadObjectCommand, PutObjectCommand } = await import('@aws-sdk/client-s3');
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
  const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, ...(versionId ? { VersionId: versionId } : {}) }));
  if (!head.LastModified) throw new OperationError(`S3 tells no time for s3://${bucket}/${key}, so its run cannot be told.`);
  const lastModified = head.LastModified.toISOString();
  const runId = runIdOf({ bucket, key, versionId, sequencer: null, lastModified });
  return { runId, bucket, key, versionId, size, lastModified };
};
