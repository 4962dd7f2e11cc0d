import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { eventBus } from '@glue-relay/shared/aws/event-bus';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { observability } from '@glue-relay/shared/lambda/observability';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import { stretchQueue, tableSegments } from '@glue-relay/shared/republish/adapters';
import { republish } from '@glue-relay/shared/republish/republish';
import * as z from 'zod';
import { outcomeEventsOf } from '../app/republish-outcomes';

const SEGMENTS = 4;

const name = z.string().min(1);
const { STAGE, TABLE_NAME, BUS_NAME, REPUBLISH_QUEUE_URL } = readEnvironment(
  z.object({ STAGE: name, TABLE_NAME: name, BUS_NAME: name, REPUBLISH_QUEUE_URL: name }),
);
const observed = observability('ingest', STAGE);

/** Says again what the table holds for read models that are rebuilt, stretch by stretch. */
export const handler = queueHandler(
  observed,
  republish({
    segments: SEGMENTS,
    readPage: tableSegments(DynamoDBDocumentClient.from(new DynamoDBClient({})), TABLE_NAME, SEGMENTS),
    eventsOf: outcomeEventsOf,
    publish: eventBus(new EventBridgeClient({}), BUS_NAME),
    send: stretchQueue(new SQSClient({}), REPUBLISH_QUEUE_URL),
    tell: (message, fields) => observed.logger.info(message, fields),
  }),
);
