import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { releaseSchema } from '@glue-relay/shared/quarantine';
import type { IntakePorts } from '../ports';
import { unlessGone } from './s3-objects';

/** Records of releases, as `relay quarantine` leaves them. What is no such record counts as none: a drop can name any key. */
export const s3ReadRelease =
  (client: S3Client): IntakePorts['readRelease'] =>
  async (bucket, key) => {
    const answer = await unlessGone(client.send(new GetObjectCommand({ Bucket: bucket, Key: key })));
    const text = await answer?.Body?.transformToString();
    return text === undefined ? undefined : releaseSchema.safeParse(parsed(text)).data;
  };

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
