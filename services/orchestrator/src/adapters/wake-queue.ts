import type { SQSClient } from '@aws-sdk/client-sqs';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { batchesOf } from '@glue-relay/shared/batches';
import * as z from 'zod';
import type { Clock, SendWakes, Wake } from '../ports';

/** Longest delay of a message, in s, and most messages of a call. Source: docs.aws.amazon.com/AWSSimpleQueueService (quotas) */
const LONGEST_DELAY_SECONDS = 900;
const MAX_ENTRIES = 10;

/** A message of the wake queue. */
export const wakeMessageSchema = z.object({
  runId: z.string().min(1),
  cause: z.enum(['timer', 'slot-free', 'newer-run', 'sweep']),
  at: z.iso.datetime(),
});
export type WakeMessage = z.infer<typeof wakeMessageSchema>;

/** Some wakes were not taken by the queue; sending them again may help. */
export class SendWakesError extends Error {
  override readonly name = 'SendWakesError';
}

/** The wake queue behind `SendWakes`. */
export const sqsWakes =
  (client: SQSClient, queueUrl: string, clock: Clock): SendWakes =>
  async (wakes) => {
    for (const batch of batchesOf(wakes, MAX_ENTRIES)) {
      const Entries = batch.map((wake, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(messageOf(wake)),
        DelaySeconds: delayOf(wake, clock()),
      }));
      const { Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      if (Failed?.length) throw new SendWakesError(`${Failed.length} wakes were refused: ${Failed[0]?.Code ?? ''}`);
    }
  };

const messageOf = ({ runId, cause, at }: Wake): WakeMessage => ({
  runId,
  cause: wakeMessageSchema.shape.cause.parse(cause),
  at: new Date(at).toISOString(),
});

/** Rounded up, so that a wake is not early by the fraction of a second. */
const delayOf = ({ at }: Wake, now: number): number => Math.max(0, Math.min(LONGEST_DELAY_SECONDS, Math.ceil((at - now) / 1000)));
