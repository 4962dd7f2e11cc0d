import type { S3Client } from '@aws-sdk/client-s3';
import { CopyObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { quarantineKeysOf } from '../domain/quarantine';
import type { Quarantine } from '../ports';

/** Copies, since what a job wrote is not taken away; the copy and its reason are told to be for a person. */
export const s3Quarantine =
  (client: S3Client): Quarantine =>
  async ({ bucket, key, versionId }, { fault, writtenAt }) => {
    const keys = quarantineKeysOf(key);
    const source = `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
    const version = versionId === null ? '' : `?versionId=${encodeURIComponent(versionId)}`;
    await client.send(new CopyObjectCommand({ Bucket: bucket, Key: keys.copy, CopySource: `${source}${version}` }));
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: keys.reason,
        ContentType: 'application/json',
        Body: JSON.stringify({ schemaVersion: 1, source: `s3://${bucket}/${key}`, versionId, writtenAt, reason: fault }, null, 2),
      }),
    );
  };
