import type { SQSClient } from '@aws-sdk/client-sqs';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { batchDue } from '../batch-due';
import type { BatchPorts } from '../batch-ports';
import type { Origin } from './sqs-intake';

/** Longest delay of a message. Source: docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html */
const LONGEST_DELAY_SECONDS = 900;

/** The intake queue as a timer: what is due later than a message can wait is looked at in between, and waits again. */
export const sqsBatchTimer =
  (client: SQSClient, queueUrl: string, origin: Origin, now: () => number): BatchPorts['lookAgain'] =>
  async ({ groupId, runId }, seconds) => {
    const event = {
      version: '0',
      id: `batch-${runId}`,
      source: batchDue.source,
      'detail-type': batchDue.detailType,
      ...origin,
      time: new Date(now()).toISOString(),
      resources: [],
      detail: { groupId, runId },
    };
    const DelaySeconds = Math.min(LONGEST_DELAY_SECONDS, Math.max(0, seconds));
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(event), DelaySeconds }));
  };
