import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { eventBus } from '@glue-relay/shared/aws/event-bus';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import type { StreamedJournal } from '../app/publish-journal';
import { publishJournal } from '../app/publish-journal';
import type { JournalEntry } from '../domain/journal';
import { observed } from './observability';

const { BUS_NAME } = readEnvironment(z.object({ BUS_NAME: z.string().min(1) }));
const publish = eventBus(new EventBridgeClient({}), BUS_NAME);

/** The table's stream, new journal items only: says each entry's event on the bus. */
export const handler = middy<DynamoDBStreamEvent, DynamoDBBatchResponse>()
  .use(injectLambdaContext(observed.logger, { resetKeys: true }))
  .handler(async (event) => {
    const failed = await publishJournal(publish, event.Records.map(streamed), (id, error) =>
      observed.logger.error('journal was not published', { error: error as Error, sequenceNumber: id }),
    );
    return { batchItemFailures: failed === null ? [] : [{ itemIdentifier: failed }] };
  });

const streamed = ({ dynamodb }: DynamoDBRecord): StreamedJournal => ({
  id: dynamodb?.SequenceNumber ?? '',
  entries: () => unmarshall((dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>).entries as JournalEntry[],
});
