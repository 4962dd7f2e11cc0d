import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import type { ReadReport } from '../ports';

/** 404 is an object or version that is not there, 405 a delete marker. */
const GONE = [404, 405];

/** GetObject, by version where one is known. */
export const s3ReadReport =
  (client: S3Client): ReadReport =>
  async ({ bucket, key, versionId }) => {
    try {
      const answer = await client.send(
        new GetObjectCommand({ Bucket: bucket, Key: key, ...(versionId === null ? {} : { VersionId: versionId }) }),
      );
      const text = (await answer.Body?.transformToString('utf8')) ?? '';
      return { text, writtenAt: (answer.LastModified ?? new Date(0)).toISOString() };
    } catch (error) {
      if (error instanceof S3ServiceException && GONE.includes(error.$metadata.httpStatusCode ?? 0)) return undefined;
      throw error;
    }
  };
