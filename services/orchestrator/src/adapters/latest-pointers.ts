import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { isLostRace } from '@glue-relay/shared/aws/conditional-write';
import type { LatestPointers } from '../app/point-latest';
import { latestPointerSchema } from '../domain/latest';

/** `runs/<pipeline>/latest.json` in the data bucket, written on condition of the version that was read. */
export const s3LatestPointers = (client: S3Client, bucket: string): LatestPointers => ({
  bucket,
  read: async (pipeline) => {
    try {
      const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(pipeline) }));
      const pointer = latestPointerSchema.parse(JSON.parse((await Body?.transformToString()) ?? ''));
      return { pointer, tag: ETag ?? '' };
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return null;
      throw error;
    }
  },
  write: async (pipeline, pointer, replaces) => {
    try {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: keyOf(pipeline),
          Body: `${JSON.stringify(pointer, null, 2)}\n`,
          ContentType: 'application/json',
          ...(replaces === null ? { IfNoneMatch: '*' } : { IfMatch: replaces }),
        }),
      );
      return true;
    } catch (error) {
      if (isLostRace(error)) return false;
      throw error;
    }
  },
});

const keyOf = (pipeline: string): string => `runs/${pipeline}/latest.json`;
