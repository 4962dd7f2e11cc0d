import type { SQSClient } from '@aws-sdk/client-sqs';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';

/** A queue whose messages come back after 1 s and go to its dead letters when they come a third time. */
export interface QueueFixture {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly deadLettersUrl: string;
  readonly wait: (ms: number) => Promise<void>;
}

const MOST_WAITS = 100;

/** What the twin of SQS and the local cloud both do. */
export const describeQueues = (name: string, connect: () => QueueFixture): void => {
  const send = (MessageBody: string, given: object = {}) => {
    const { client, queueUrl } = connect();
    return client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody, ...given }));
  };
  const receive = async (QueueUrl: string) =>
    (await connect().client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))).Messages ?? [];
  const receiveSoon = async (url: string) => {
    for (let waits = 0; waits < MOST_WAITS; waits += 1) {
      const messages = await receive(url);
      if (messages.length > 0) return messages;
      await connect().wait(100);
    }
    return [];
  };
  const remove = (ReceiptHandle: string) =>
    connect().client.send(new DeleteMessageCommand({ QueueUrl: connect().queueUrl, ReceiptHandle }));

  describe(`${name} as queues`, () => {
    it('hides what was received, brings it back, and forgets what was deleted', async () => {
      const { queueUrl } = connect();
      await send('again');
      expect((await receiveSoon(queueUrl)).map(({ Body }) => Body)).toEqual(['again']);
      expect(await receive(queueUrl)).toEqual([]);
      const [back] = await receiveSoon(queueUrl);
      expect(back?.Body).toBe('again');
      await remove(back?.ReceiptHandle ?? '');
      await connect().wait(1_500);
      expect(await receive(queueUrl)).toEqual([]);
    });

    it('holds a delayed message back', async () => {
      const { queueUrl } = connect();
      await send('late', { DelaySeconds: 1 });
      expect(await receive(queueUrl)).toEqual([]);
      const [late] = await receiveSoon(queueUrl);
      expect(late?.Body).toBe('late');
      await remove(late?.ReceiptHandle ?? '');
    });

    it('gives a message out again at once where it is told to', async () => {
      const { client, queueUrl } = connect();
      await send('shown');
      const [shown] = await receiveSoon(queueUrl);
      const again = { QueueUrl: queueUrl, ReceiptHandle: shown?.ReceiptHandle ?? '', VisibilityTimeout: 0 };
      await client.send(new ChangeMessageVisibilityCommand(again));
      const [second] = await receiveSoon(queueUrl);
      expect(second?.Body).toBe('shown');
      await remove(second?.ReceiptHandle ?? '');
    });

    it('puts what comes too often among the dead letters', async () => {
      const { queueUrl, deadLettersUrl } = connect();
      await send('poison');
      expect(await receiveSoon(queueUrl)).toHaveLength(1);
      expect(await receiveSoon(queueUrl)).toHaveLength(1);
      await connect().wait(1_500);
      expect(await receive(queueUrl)).toEqual([]);
      expect((await receiveSoon(deadLettersUrl)).map(({ Body }) => Body)).toEqual(['poison']);
    });

    it('takes ten messages at once and no more', async () => {
      const { client, queueUrl } = connect();
      const entries = (count: number) =>
        Array.from({ length: count }, (_, at) => ({ Id: String(at), MessageBody: `batch ${at}` }));
      const batch = (count: number) => client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries(count) }));
      await expect(batch(11)).rejects.toThrow();
      expect((await batch(10)).Successful).toHaveLength(10);
    });
  });
};
