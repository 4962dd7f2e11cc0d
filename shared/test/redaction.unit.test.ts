import type { Context, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { datasetAccepted } from '../src/events/dataset-accepted';
import { parseEvent } from '../src/events/define-event';
import { observability } from '../src/lambda/observability';
import { queueHandler } from '../src/lambda/queue-handler';

const ROW = '2026-11-12,17,42,4711.25';
const KEY = 'AKIAIOSFODNN7EXAMPLE';

const context = { awsRequestId: 'r-1', functionName: 'f', getRemainingTimeInMillis: () => 1_000 } as Context;

const eventOf = (body: string): SQSEvent => ({
  Records: [
    {
      messageId: 'm-1',
      receiptHandle: 'h',
      body,
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: '0', SenderId: 's', ApproximateFirstReceiveTimestamp: '0' },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:111122223333:q',
      awsRegion: 'us-east-1',
    },
  ],
});

const written: string[] = [];
beforeEach(() => {
  written.length = 0;
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    jest.spyOn(console, method).mockImplementation((...parts: unknown[]) => void written.push(parts.map(String).join(' ')));
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
});
afterEach(() => jest.restoreAllMocks());

/** Every handler of a queue is made by `queueHandler` and parses with `parseEvent`. */
const handler = queueHandler(observability('test', 'test'), async (message) => {
  parseEvent(datasetAccepted, message);
});

it.each([
  ['text that is not JSON', `${ROW}\n${KEY}`],
  ['JSON that is no event', JSON.stringify({ rows: [ROW], key: KEY })],
  [
    'an event with rows where its fields should be',
    JSON.stringify({ source: 'relay.ingest', detail: { dataset: ROW, token: KEY } }),
  ],
  [
    'an event whose values are rows',
    JSON.stringify({ source: ROW, 'detail-type': KEY, time: ROW, detail: { ...datasetAccepted.example, acceptedAt: ROW } }),
  ],
])('a message that fails is told without its content: %s', async (_name, body) => {
  const answer = await handler(eventOf(body), context);
  expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'm-1' }]);
  const log = written.join('\n');
  expect(log).toContain('message failed');
  expect(log).not.toContain('4711.25');
  expect(log).not.toContain(KEY);
});

it('zod names fields and expected types, not values', () => {
  const result = z
    .object({ day: z.iso.date(), kind: z.enum(['a', 'b']), count: z.number() })
    .safeParse({ day: ROW, kind: KEY, count: ROW });
  expect(result.success ? '' : z.prettifyError(result.error)).not.toMatch(/4711|AKIA/);
});
