import type { HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { copyObject } from '@glue-relay/shared/aws/copy-object';
import type { ContentFacts } from '../domain/same-content';
import type { QuarantineStore } from '../quarantine-ports';
import { inputOf, unlessGone } from './s3-objects';

/** The data bucket as a `QuarantineStore`. */
export const s3QuarantineStore = (client: S3Client): QuarantineStore => ({
  contentOf: async (object) => {
    const head = await unlessGone(client.send(new HeadObjectCommand({ ...inputOf(object), ChecksumMode: 'ENABLED' })));
    return head && factsOf(head);
  },
  copy: async (from, toKey) => {
    await copyObject(client, from, toKey);
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
