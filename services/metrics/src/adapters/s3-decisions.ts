import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { championDecided } from '@glue-relay/shared/events/champion-decided';
import { decisionKeyOf } from '@glue-relay/shared/pipeline/names';
import type { KeepDecision } from '../ports';

/** Others left decisions about the same run each time that it was tried; trying later helps. */
export class ContendedDecisionError extends Error {
  override readonly name = 'ContendedDecisionError';
}

const MAX_TRIES = 5;

/** One object for each run, which only ever goes on to a newer decision: a write names the version that it replaces. */
export const s3Decisions =
  (client: S3Client, bucket: string): KeepDecision =>
  async (decision) => {
    const Key = decisionKeyOf(decision.pipeline, decision.challenger.runId);
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const there = await read(client, bucket, Key);
      if (there && there.sequence >= decision.sequence) return;
      const condition = there ? { IfMatch: there.tag } : { IfNoneMatch: '*' };
      const Body = `${JSON.stringify(decision, null, 2)}\n`;
      try {
        await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: 'application/json', ...condition }));
        return;
      } catch (error) {
        if (!(error instanceof Error && LOST_RACE.has(error.name))) throw error;
      }
    }
    throw new ContendedDecisionError(`Others wrote ${Key} ${MAX_TRIES} times in a row`);
  };

const read = async (client: S3Client, bucket: string, Key: string): Promise<{ sequence: number; tag: string } | null> => {
  try {
    const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
    const { sequence } = championDecided.detail.parse(JSON.parse((await Body?.transformToString()) ?? ''));
    return { sequence, tag: ETag ?? '' };
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return null;
    throw error;
  }
};

/** Source: docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
const LOST_RACE: ReadonlySet<string> = new Set(['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey']);
