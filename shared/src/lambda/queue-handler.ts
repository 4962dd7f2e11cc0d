import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context, SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Observability } from './observability';

/**
 * A Lambda handler for a queue: each message goes to `handle` as parsed JSON, and only those that failed are given
 * back to the queue (partial batch response), to come again and at last to reach its dead-letter queue.
 *
 * @param inTurn - one message of a batch after the other, not all at once: for messages that change the same item, which
 *   would take it from each other until they give up
 */
export const queueHandler = (
  { logger, metrics }: Observability,
  handle: (message: unknown) => Promise<void>,
  { inTurn = false }: { readonly inTurn?: boolean } = {},
) => {
  const processor = new BatchProcessor(EventType.SQS);
  const handleRecord = async (record: SQSRecord): Promise<void> => {
    try {
      await handle(parsed(record.body));
    } catch (error) {
      logger.error('message failed', { error: asError(error), messageId: record.messageId });
      throw error;
    }
  };
  return middy<SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics))
    .handler((event: SQSEvent, context: Context) =>
      processPartialResponse(event, handleRecord, processor, {
        context,
        throwOnFullBatchFailure: false,
        processInParallel: !inTurn,
      }),
    );
};

/**
 * As `queueHandler`, for messages that are dealt with together.
 *
 * @param handle - takes the batch's messages that are JSON and tells, in their order, what came of each
 */
export const queueBatchHandler = (
  { logger, metrics }: Observability,
  handle: (messages: readonly unknown[]) => Promise<readonly PromiseSettledResult<void>[]>,
) => {
  const fail = ({ messageId }: SQSRecord, reason: unknown): SQSBatchItemFailure => {
    logger.error('message failed', { error: asError(reason), messageId });
    return { itemIdentifier: messageId };
  };
  return middy<SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics))
    .handler(async ({ Records }: SQSEvent) => {
      const read = await Promise.allSettled(Records.map(async (record) => ({ record, message: parsed(record.body) })));
      const readable = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      const results = await handle(readable.map(({ message }) => message));
      const handled = new Map(readable.map(({ record }, index) => [record, results[index]]));
      const batchItemFailures = Records.flatMap((record, index) => {
        const result = handled.get(record) ?? read[index];
        return result?.status === 'rejected' ? [fail(record, result.reason)] : [];
      });
      return { batchItemFailures };
    });
};

/** The engine's own error quotes the text that it cannot read, and logs hold no content. */
const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    throw new Error(`the message is not JSON (${body.length} characters)`);
  }
};

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
