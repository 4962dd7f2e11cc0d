import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand, HeadObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import type { DescribeObject, ObjectReference, ReadStart } from '../ports';

/** HeadObject, by version where one is known. */
export const s3DescribeObject =
  (client: S3Client): DescribeObject =>
  async (object) => {
    const head = await unlessGone(client.send(new HeadObjectCommand(inputOf(object))));
    return (
      head && {
        versionId: head.VersionId ?? null,
        size: head.ContentLength ?? 0,
        etag: head.ETag?.replaceAll('"', '') ?? null,
        lastModified: (head.LastModified ?? new Date(0)).toISOString(),
        metadata: head.Metadata ?? {},
      }
    );
  };

/**
 * A ranged GetObject, of which no more than `length` bytes are read whatever the object's size: also where the answer is the whole
 * object, as HTTP allows and the local cloud does when a version is named.
 */
export const s3ReadStart =
  (client: S3Client): ReadStart =>
  async (object, length) => {
    const answer = await unlessGone(client.send(new GetObjectCommand({ ...inputOf(object), Range: `bytes=0-${length - 1}` })));
    if (!answer) return undefined;
    if (!(answer.Body instanceof Readable)) throw new Error(`S3 answered without a body for ${object.key}`);
    return firstBytesOf(answer.Body, length);
  };

/** Leaving the loop ends the stream, and with it the connection. */
const firstBytesOf = async (stream: AsyncIterable<Buffer>, length: number): Promise<Uint8Array> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= length) break;
  }
  return Buffer.concat(chunks).subarray(0, length);
};

export const inputOf = ({ bucket, key, versionId }: ObjectReference) => ({
  Bucket: bucket,
  Key: key,
  ...(versionId === null ? {} : { VersionId: versionId }),
});

/** 404 is an object or version that is not there, 405 a delete marker. */
const GONE = [404, 405];

export const unlessGone = async <Answer>(answer: Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof S3ServiceException && GONE.includes(error.$metadata.httpStatusCode ?? 0)) return undefined;
    throw error;
  }
};
