import type { HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { CopyObjectCommand, DeleteObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { copySourceOf } from '@glue-relay/shared/aws/copy-source';
import type { ContentFacts } from '../domain/same-content';
import type { QuarantineStore } from '../quarantine-ports';
import { copyInParts, partSizesOf } from './s3-copy-in-parts';
import { inputOf, unlessGone } from './s3-objects';

/** S3 copies objects up to this size in one call. Source: docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
const LARGEST_COPY = 5 * 1024 ** 3;

/** The data bucket as a `QuarantineStore`. */
export const s3QuarantineStore = (client: S3Client): QuarantineStore => ({
  contentOf: async (object) => {
    const head = await unlessGone(client.send(new HeadObjectCommand({ ...inputOf(object), ChecksumMode: 'ENABLED' })));
    return head && factsOf(head);
  },
  copy: async (from, toKey) => {
    const head = await client.send(new HeadObjectCommand(inputOf(from)));
    const parts = await partSizesOf(client, from, head);
    if (parts) return copyInParts(client, from, toKey, head, parts);
    if ((head.ContentLength ?? 0) > LARGEST_COPY)
      throw new Error(`S3 does not tell the parts of ${from.key}, too large for one copy`);
    await client.send(new CopyObjectCommand({ Bucket: from.bucket, Key: toKey, CopySource: copySourceOf(from) }));
  },
  writeSidecar: async (bucket, key, sidecar) => {
    const Body = `${JSON.stringify(sidecar, null, 2)}\n`;
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: 'application/json' }));
  },
  remove: async ({ bucket, key, versionId }) => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
  },
});

/** Checksums of a whole object; one of type COMPOSITE is of its parts and compares only with the same parts. */
const factsOf = (head: HeadObjectCommandOutput): ContentFacts => {
  const { ChecksumCRC64NVME, ChecksumCRC32, ChecksumCRC32C, ChecksumSHA1, ChecksumSHA256 } = head;
  const all = {
    CRC64NVME: ChecksumCRC64NVME,
    CRC32: ChecksumCRC32,
    CRC32C: ChecksumCRC32C,
    SHA1: ChecksumSHA1,
    SHA256: ChecksumSHA256,
  };
  const known = Object.entries(all).flatMap(([algorithm, value]) => (value === undefined ? [] : [[algorithm, value] as const]));
  return {
    size: head.ContentLength ?? 0,
    etag: head.ETag?.replaceAll('"', '') ?? null,
    checksums: head.ChecksumType === 'COMPOSITE' ? {} : Object.fromEntries(known),
  };
};
