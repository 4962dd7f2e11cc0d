import type { S3Client } from '@aws-sdk/client-s3';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { BatchPorts } from '../batch-ports';

/** Lists of batches in the data bucket. */
export const s3WriteList =
  (client: S3Client): BatchPorts['writeList'] =>
  async (bucket, key, text) => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: 'application/x-ndjson' }));
  };
