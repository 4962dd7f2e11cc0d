import type { ObjectVersion, S3Client } from '@aws-sdk/client-s3';
import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { ListedVersion, SweepPorts } from '../ports';

/**
 * A key's versions come newest first, so that after a key's first one the listing may go on with the next key: older versions
 * at a page's end are not read, and a version that was deleted since is no marker. S3 gives 1,000 a page at most.
 * Source: docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
 */
export const s3ListRaw =
  (client: S3Client, bucket: string, pageSize = 1_000): SweepPorts['list'] =>
  async (after) => {
    const answer = await client.send(
      new ListObjectVersionsCommand({
        Bucket: bucket,
        Prefix: 'raw/',
        MaxKeys: pageSize,
        // XML cannot carry every character that a key may have.
        EncodingType: 'url',
        ...(after === null ? {} : { KeyMarker: after }),
      }),
    );
    const decode = (key = ''): string => (answer.EncodingType === 'url' ? decodeURIComponent(key.replaceAll('+', ' ')) : key);
    return {
      current: (answer.Versions ?? []).filter(({ IsLatest }) => IsLatest).map((version) => listedOf(version, bucket, decode)),
      next: answer.IsTruncated ? decode(answer.NextKeyMarker) : null,
    };
  };

const listedOf = (version: ObjectVersion, bucket: string, decode: (key?: string) => string): ListedVersion => ({
  bucket,
  key: decode(version.Key),
  versionId: version.VersionId ?? 'null',
  size: version.Size ?? 0,
  etag: version.ETag?.replaceAll('"', '') ?? null,
  lastModified: (version.LastModified ?? new Date(0)).toISOString(),
});
