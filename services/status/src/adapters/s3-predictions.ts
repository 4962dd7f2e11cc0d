import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand, NoSuchKey } from '@aws-sdk/client-s3';
import type { ReadPrediction } from '../ports';

const LARGEST_BYTES = 1024 * 1024;

/** Objects that jobs wrote for the page; their size is looked at before they are read. */
export const s3Predictions =
  (client: S3Client, bucket: string): ReadPrediction =>
  async (key) => {
    try {
      const { Body, ContentLength = 0 } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (ContentLength <= LARGEST_BYTES) return await Body?.transformToString();
      // Left unread, it would hold its connection.
      await Body?.transformToWebStream().cancel();
      return 'too-large';
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };
