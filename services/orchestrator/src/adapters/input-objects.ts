import type { S3Client } from '@aws-sdk/client-s3';
import { HeadObjectCommand, ListObjectVersionsCommand, PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import type { Dataset } from '@glue-relay/shared/dataset';
import { batchListKeyOf } from '@glue-relay/shared/pipeline/names';
import { timeOf } from '@glue-relay/shared/run-id';
import type { InputObjects } from '../input-ports';

/** HeadObject answers 404 for a key or version that is not there, 400 for no version id at all, 405 for a delete marker. */
const NOT_THERE = [400, 404, 405];

/** The data bucket as what runs may be about. */
export const s3InputObjects = (client: S3Client, bucket: string): InputObjects => ({
  writeEmptyList: async (pipeline, runId) => {
    const key = batchListKeyOf(pipeline, runId);
    const { VersionId = null, ETag } = await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: '', ContentLength: 0 }),
    );
    const lastModified = timeOf(runId);
    return { bucket, key, versionId: VersionId, sequencer: null, etag: unquoted(ETag), size: 0, lastModified };
  },
  dataset: async (key, versionId) => {
    try {
      const head = await client.send(
        new HeadObjectCommand({ Bucket: bucket, Key: key, ...(versionId === null ? {} : { VersionId: versionId }) }),
      );
      return {
        bucket,
        key,
        versionId: head.VersionId ?? versionId,
        sequencer: null,
        etag: unquoted(head.ETag),
        size: head.ContentLength ?? 0,
        lastModified: (head.LastModified ?? new Date(0)).toISOString(),
      };
    } catch (error) {
      if (error instanceof S3ServiceException && NOT_THERE.includes(error.$metadata.httpStatusCode ?? 0)) return null;
      throw error;
    }
  },
  list: async (prefix, after) => {
    const page = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...(after === null ? {} : { KeyMarker: after }) }),
    );
    const datasets = (page.Versions ?? []).flatMap(({ IsLatest, Key, VersionId, ETag, Size, LastModified }): Dataset[] =>
      IsLatest && Key !== undefined && LastModified
        ? [
            {
              bucket,
              key: Key,
              versionId: VersionId && VersionId !== 'null' ? VersionId : null,
              sequencer: null,
              etag: unquoted(ETag),
              size: Size ?? 0,
              lastModified: LastModified.toISOString(),
            },
          ]
        : [],
    );
    // The key's newest version comes first, so whatever is cut off of its versions is of no interest.
    return { datasets, next: page.IsTruncated ? (page.NextKeyMarker ?? null) : null };
  },
});

const unquoted = (etag: string | undefined): string | null => etag?.replaceAll('"', '') ?? null;
