import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { PublishEvents } from '@glue-relay/shared/aws/event-bus';
import type { Observability } from '@glue-relay/shared/lambda/observability';
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { StreamedJournal } from '../../app/publish-journal';
import { publishJournal } from '../../app/publish-journal';
import { newsIn } from '../../domain/journal-items';

/** The table's stream, items with news of a journal only: says each new entry's event on the bus. */
export const publishHandler = ({ logger }: Observability, publish: PublishEvents) =>
  middy<DynamoDBStreamEvent, DynamoDBBatchResponse>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler(async (event) => {
      const failed = await publishJournal(publish, event.Records.map(streamed), (id, error) =>
        logger.error('journal was not published', { error: error as Error, sequenceNumber: id }),
      );
      return { batchItemFailures: failed === null ? [] : [{ itemIdentifier: failed }] };
    });

const streamed = ({ dynamodb }: DynamoDBRecord): StreamedJournal => ({
  id: dynamodb?.SequenceNumber ?? '',
  entries: () => newsIn(unmarshall((dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>)),
});
