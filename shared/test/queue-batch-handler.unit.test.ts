import type { Context, SQSEvent } from 'aws-lambda';
import { observability } from '../src/lambda/observability';
import { queueBatchHandler } from '../src/lambda/queue-handler';

const eventOf = (...bodies: string[]) =>
  ({ Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })) }) as unknown as SQSEvent;

const observed = (): ReturnType<typeof observability> => {
  const { metrics, logger } = observability('test', 'local');
  logger.setLogLevel('SILENT');
  metrics.setThrowOnEmptyMetrics(false);
  return { metrics, logger };
};

it('gives back exactly the messages that failed, those that are no JSON among them', async () => {
  const seen: unknown[] = [];
  const handle = queueBatchHandler(observed(), async (messages) => {
    seen.push(...messages);
    return messages.map((message) =>
      message === 'bad' ? { status: 'rejected', reason: new Error('bad') } : { status: 'fulfilled', value: undefined },
    );
  });
  const answer = await handle(eventOf('"a"', 'no json', '"bad"', '"b"'), {} as Context);
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }] });
  expect(seen).toEqual(['a', 'bad', 'b']);
});

it('fails as a whole where nothing is known of any message', async () => {
  const handle = queueBatchHandler(observed(), () => Promise.reject(new Error('broken')));
  await expect(handle(eventOf('"a"'), {} as Context)).rejects.toThrow('broken');
});
