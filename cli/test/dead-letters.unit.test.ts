import type { Message } from '@aws-sdk/client-sqs';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { describe as describeMessage } from '../src/dead-letters/describe';
import { moveOneByOne, startMove } from '../src/dead-letters/move';
import type { Queue } from '../src/dead-letters/queues';
import { peek, queuesOf } from '../src/dead-letters/queues';
import { deadLettersText } from '../src/render/dead-letters';

const sqs = mockClient(SQSClient);
const client = new SQSClient({ region: 'us-east-1' });
beforeEach(() => sqs.reset());

const queue = (name: string, given: Partial<Queue> = {}): Queue => ({
  name,
  url: `http://sqs.test/000000000000/${name}`,
  arn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
  depth: 0,
  inFlight: 0,
  deadLettersArn: null,
  ...given,
});
const message = (body: unknown, given: Partial<Message> = {}): Message => ({
  MessageId: 'm1',
  Body: typeof body === 'string' ? body : JSON.stringify(body),
  Attributes: { SentTimestamp: '1763000000000', ApproximateReceiveCount: '6' },
  ...given,
});
const event = { 'detail-type': 'Dataset Accepted', detail: { runId: 'r1', pipeline: 'p' } };

describe('what a dead letter says', () => {
  it.each([
    [event, 'Dataset Accepted r1', null],
    [{ 'detail-type': 'Object Created', detail: { object: { key: 'raw/a.csv' } } }, 'Object Created raw/a.csv', null],
    [{ 'detail-type': 'Run Command', detail: { type: 'cancel', runId: 'r1' } }, 'Run Command cancel r1', null],
    [{ runId: 'r1', cause: 'timer', at: 'now' }, 'wake r1 (timer)', null],
    [{ DDBStreamBatchInfo: { shardId: 's', batchSize: 3 } }, "3 journal records of the table's stream", null],
    [
      { requestContext: { condition: 'RetriesExhausted' }, requestPayload: event, responsePayload: { errorMessage: 'no table' } },
      'Dataset Accepted r1',
      'no table',
    ],
    ['not json', 'not json', null],
  ])('%j is %s', (body, what, error) => {
    expect(describeMessage(message(body))).toMatchObject({ what, error, sentAt: '2025-11-13T02:13:20.000Z', receiveCount: 6 });
  });

  it('has the reason that EventBridge gave', () => {
    const attributes = { ERROR_MESSAGE: { DataType: 'String', StringValue: 'queue is gone' } };
    expect(describeMessage(message(event, { MessageAttributes: attributes })).error).toBe('queue is gone');
  });
});

it('finds the queues of a stage, page by page and of no stage that begins alike, with where their dead letters go', async () => {
  sqs.on(ListQueuesCommand).resolves({});
  sqs
    .on(ListQueuesCommand, { QueueNamePrefix: 'relay-local-ingest-' })
    .resolves({ QueueUrls: ['http://q/0/relay-local-ingest-b'], NextToken: 'more' });
  sqs.on(ListQueuesCommand, { NextToken: 'more' }).resolves({ QueueUrls: ['http://q/0/relay-local-ingest-a-dlq'] });
  // A stage "local-2" has queues of this prefix too.
  sqs.on(ListQueuesCommand, { QueueNamePrefix: 'relay-local-' }).resolves({ QueueUrls: ['http://q/0/relay-local-2-ingest-b'] });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: 'arn-a', maxReceiveCount: 5 });
  sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { QueueArn: 'arn-a', ApproximateNumberOfMessages: '2' } });
  sqs
    .on(GetQueueAttributesCommand, { QueueUrl: 'http://q/0/relay-local-ingest-b' })
    .resolves({ Attributes: { QueueArn: 'arn-b', RedrivePolicy } });
  const found = await queuesOf(client, 'local');
  expect(found.map(({ name, depth, deadLettersArn }) => [name, depth, deadLettersArn])).toEqual([
    ['relay-local-ingest-a-dlq', 2, null],
    ['relay-local-ingest-b', 0, 'arn-a'],
  ]);
});

it('peeks without hiding a message from anybody, and shows each once', async () => {
  sqs.on(ReceiveMessageCommand).resolves({ Messages: [message(event), message(event)] });
  const [shown, ...others] = await peek(client, queue('x-dlq', { depth: 3 }), 3);
  expect(others).toEqual([]);
  expect(sqs.commandCalls(ReceiveMessageCommand)[0]?.args[0].input.VisibilityTimeout).toBe(0);
  expect(await peek(client, queue('x-dlq'), 3)).toEqual([]);
  if (!shown) throw new Error('nothing shown');
  const text = deadLettersText([{ ...queue('x-dlq', { depth: 3 }), messages: [shown] }], new Date('2025-11-13T03:13:20Z'));
  expect(text).toContain('2025-11-13 02:13:20 (1 h ago)  Dataset Accepted r1');
  expect(text).toContain('and 2 more');
});

describe('giving messages back', () => {
  const from = queue('x-dlq', { depth: 2 });
  const to = queue('x', { deadLettersArn: from.arn });

  it('is a task of SQS on AWS', async () => {
    sqs.on(StartMessageMoveTaskCommand).resolves({ TaskHandle: 't' });
    sqs.on(ListMessageMoveTasksCommand).resolves({ Results: [{ Status: 'RUNNING' }] });
    expect(await startMove(client, from, to)).toEqual({ from: 'x-dlq', to: 'x', moved: null });
    expect(sqs.commandCalls(StartMessageMoveTaskCommand)[0]?.args[0].input).toEqual({
      SourceArn: from.arn,
      DestinationArn: to.arn,
    });
  });

  it('sends before it deletes, and no more than there were', async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [message('b', { ReceiptHandle: 'h' })] });
    sqs.on(SendMessageCommand).resolves({});
    sqs.on(DeleteMessageCommand).resolves({});
    expect(await moveOneByOne(client, from, to, new AbortController().signal)).toMatchObject({ moved: 2 });
    expect(sqs.calls().map((call) => call.args[0].constructor.name)).toEqual(
      [1, 2].flatMap(() => ['ReceiveMessageCommand', 'SendMessageCommand', 'DeleteMessageCommand']),
    );
  });

  it('deletes nothing that could not be sent', async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [message('b', { ReceiptHandle: 'h' })] });
    sqs.on(SendMessageCommand).rejects(new Error('gone'));
    await expect(moveOneByOne(client, from, to, new AbortController().signal)).rejects.toThrow('gone');
    expect(sqs.commandCalls(DeleteMessageCommand)).toEqual([]);
  });
});
