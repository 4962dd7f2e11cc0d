import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import {
  DeleteMessageCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { Queue } from './queues';

/** How messages were given back. */
export interface Moved {
  readonly from: string;
  readonly to: string;
  /** Null where SQS goes on moving by itself. */
  readonly moved: number | null;
}

/** Has SQS move all messages of a dead-letter queue to the queue that they came from. */
export const startMove = async (sqs: SQSClient, from: Queue, to: Queue): Promise<Moved> => {
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: from.arn, DestinationArn: to.arn }));
  const { Results = [] } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: from.arn, MaxResults: 1 }));
  const [task] = Results;
  const moved = task?.Status === 'COMPLETED' ? (task.ApproximateNumberOfMessagesMoved ?? null) : null;
  return { from: from.name, to: to.name, moved };
};

/** Time in which a message is sent on and deleted, in s. */
const IN_HAND_SECONDS = 30;

/**
 * Moves them one by one, for the local cloud, which knows no move tasks. Each is deleted only after it was sent, so none is
 * lost; one that was sent and not deleted comes twice, which every consumer bears. Only as many as there were
 * at the start, for what fails again comes back here.
 */
export const moveOneByOne = async (sqs: SQSClient, from: Queue, to: Queue, signal: AbortSignal): Promise<Moved> => {
  let moved = 0;
  while (moved < from.depth) {
    signal.throwIfAborted();
    const [message] = await receive(sqs, from);
    if (!message) break;
    await sqs.send(new SendMessageCommand({ QueueUrl: to.url, MessageBody: message.Body ?? '' }));
    await sqs.send(new DeleteMessageCommand({ QueueUrl: from.url, ReceiptHandle: message.ReceiptHandle }));
    moved += 1;
  }
  return { from: from.name, to: to.name, moved };
};

const receive = async (sqs: SQSClient, { url }: Queue): Promise<Message[]> => {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 1, VisibilityTimeout: IN_HAND_SECONDS, WaitTimeSeconds: 1 }),
  );
  return Messages;
};
