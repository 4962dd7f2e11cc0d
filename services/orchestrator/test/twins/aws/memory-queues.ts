import type { SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSServiceException,
} from '@aws-sdk/client-sqs';
import type { Answer } from './client-twin';
import { answering, on } from './client-twin';

/** What serverless.yml says of a queue. */
export interface QueueSettings {
  readonly visibilitySeconds: number;
  /** Null where messages come back for ever. */
  readonly redrive: { readonly to: string; readonly maxReceives: number } | null;
}

export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly receiptHandle: string;
  readonly receives: number;
}

/** SQS standard queues in memory: at least once, in no order, by a clock of the test's. */
export interface MemoryQueues {
  readonly answer: Answer;
  readonly send: (queue: string, body: string, delaySeconds?: number) => void;
  /** Up to ten messages that can be seen now; those that came too often go to the dead-letter queue instead. */
  readonly receive: (queue: string, most?: number) => QueuedMessage[];
  /** Takes the message out of the queue, unless it was received again since. */
  readonly remove: (queue: string, receiptHandle: string) => void;
  /** The message can be received again after a time from now on. */
  readonly showAgain: (queue: string, receiptHandle: string, seconds?: number) => void;
  /** Bodies of all messages, seen or not. */
  readonly bodies: (queue: string) => string[];
  readonly isEmpty: (queue: string) => boolean;
}

export interface QueuesOptions {
  readonly clock: () => number;
  readonly queues: ReadonlyMap<string, QueueSettings>;
  /** Which of so many comes next; the first, unless a test shuffles. */
  readonly pick?: (count: number) => number;
  /** Told when there will be something to receive. */
  readonly onVisible?: (queue: string, at: number) => void;
  /** Entries of a batch that the service refuses although the call succeeds. */
  readonly refuses?: () => boolean;
}

interface Stored {
  readonly messageId: string;
  readonly body: string;
  visibleAt: number;
  receives: number;
}

const MOST_A_CALL = 10;
const LONGEST_DELAY_SECONDS = 900;

export const memoryQueues = ({
  clock,
  queues,
  pick = () => 0,
  onVisible = () => {},
  refuses = () => false,
}: QueuesOptions): MemoryQueues => {
  const stored = new Map([...queues.keys()].map((name): [string, Stored[]] => [name, []]));
  let sent = 0;
  const messagesOf = (queue: string): Stored[] => {
    const messages = stored.get(queue);
    if (!messages) throw refusal('QueueDoesNotExist', `There is no queue ${queue}`);
    return messages;
  };

  const put = (queue: string, message: Stored): void => {
    messagesOf(queue).push(message);
    onVisible(queue, message.visibleAt);
  };

  const send = (queue: string, body: string, delaySeconds = 0): void => {
    sent += 1;
    put(queue, { messageId: `m${sent}`, body, visibleAt: clock() + delaySeconds * 1000, receives: 0 });
  };

  const receive = (queue: string, most = MOST_A_CALL): QueuedMessage[] => {
    const settings = queues.get(queue);
    const now = clock();
    const received: QueuedMessage[] = [];
    const visible = messagesOf(queue).filter(({ visibleAt }) => visibleAt <= now);
    while (visible.length > 0 && received.length < most) {
      const [message] = visible.splice(pick(visible.length), 1);
      if (!message) break;
      if (settings?.redrive && message.receives >= settings.redrive.maxReceives) {
        messagesOf(queue).splice(messagesOf(queue).indexOf(message), 1);
        put(settings.redrive.to, { ...message, visibleAt: now, receives: 0 });
        continue;
      }
      message.receives += 1;
      message.visibleAt = now + (settings?.visibilitySeconds ?? 30) * 1000;
      onVisible(queue, message.visibleAt);
      const { messageId, body, receives } = message;
      received.push({ messageId, body, receives, receiptHandle: receiptOf(message) });
    }
    return received;
  };

  const remove = (queue: string, receiptHandle: string): void => {
    const messages = messagesOf(queue);
    const at = messages.findIndex((message) => receiptOf(message) === receiptHandle);
    if (at >= 0) messages.splice(at, 1);
  };

  const showAgain = (queue: string, receiptHandle: string, seconds = 0): void => {
    const message = messagesOf(queue).find((one) => receiptOf(one) === receiptHandle);
    if (!message) return;
    message.visibleAt = clock() + seconds * 1000;
    onVisible(queue, message.visibleAt);
  };

  const sendBatch = (queue: string, entries: readonly SendMessageBatchRequestEntry[]): object => {
    if (entries.length > MOST_A_CALL)
      throw refusal('TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10');
    if (entries.some(({ DelaySeconds = 0 }) => DelaySeconds < 0 || DelaySeconds > LONGEST_DELAY_SECONDS)) {
      throw refusal('InvalidParameterValue', 'DelaySeconds must be >= 0 and <= 900');
    }
    const failed = entries.filter(() => refuses());
    const taken = entries.filter((entry) => !failed.includes(entry));
    for (const { MessageBody = '', DelaySeconds } of taken) send(queue, MessageBody, DelaySeconds);
    const Failed = failed.map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false }));
    return { Successful: taken.map(({ Id }) => ({ Id })), ...(Failed.length > 0 ? { Failed } : {}) };
  };

  const answer = answering(
    on(SendMessageCommand, ({ QueueUrl = '', ...entry }) => sendBatch(nameOf(QueueUrl), [{ Id: '0', ...entry }])),
    on(SendMessageBatchCommand, ({ QueueUrl = '', Entries = [] }) => sendBatch(nameOf(QueueUrl), Entries)),
    on(ReceiveMessageCommand, ({ QueueUrl = '', MaxNumberOfMessages = 1 }) => {
      const received = receive(nameOf(QueueUrl), MaxNumberOfMessages);
      return {
        Messages: received.map(({ messageId: MessageId, body: Body, receiptHandle: ReceiptHandle }) => ({
          MessageId,
          Body,
          ReceiptHandle,
        })),
      };
    }),
    on(ChangeMessageVisibilityCommand, ({ QueueUrl = '', ReceiptHandle = '', VisibilityTimeout = 0 }) => {
      showAgain(nameOf(QueueUrl), ReceiptHandle, VisibilityTimeout);
      return {};
    }),
    on(DeleteMessageCommand, ({ QueueUrl = '', ReceiptHandle = '' }) => {
      remove(nameOf(QueueUrl), ReceiptHandle);
      return {};
    }),
  );
  const bodies = (queue: string): string[] => messagesOf(queue).map(({ body }) => body);
  return { answer, send, receive, remove, showAgain, bodies, isEmpty: (queue) => messagesOf(queue).length === 0 };
};

const receiptOf = ({ messageId, receives }: Stored): string => `${messageId}#${receives}`;

/** A queue's name is the end of its URL. */
const nameOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

const refusal = (name: string, message: string) => new SQSServiceException({ name, $fault: 'client', message, $metadata: {} });
