import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { eventBus } from '../aws/event-bus';
import { readEnvironment } from '../lambda/environment';
import { observability } from '../lambda/observability';
import { queueHandler } from '../lambda/queue-handler';
import { stretchQueue, tableSegments } from './adapters';
import type { RepublishPorts } from './republish';
import { republish } from './republish';

/** How many messages a rebuild of one service's events begins with; each reads its share of the table. */
const SEGMENTS = 4;

/**
 * A service's function that says again what its table holds, for read models that are rebuilt, stretch by stretch.
 *
 * @param eventsOf - the events that an item of the table stands for
 * @throws EnvironmentError where STAGE, TABLE_NAME, BUS_NAME or REPUBLISH_QUEUE_URL is missing
 */
export const republishHandler = (service: string, eventsOf: RepublishPorts['eventsOf']) => {
  const name = z.string().min(1);
  const { STAGE, TABLE_NAME, BUS_NAME, REPUBLISH_QUEUE_URL } = readEnvironment(
    z.object({ STAGE: name, TABLE_NAME: name, BUS_NAME: name, REPUBLISH_QUEUE_URL: name }),
  );
  const observed = observability(service, STAGE);
  return queueHandler(
    observed,
    republish({
      segments: SEGMENTS,
      readPage: tableSegments(DynamoDBDocumentClient.from(new DynamoDBClient({})), TABLE_NAME, SEGMENTS),
      eventsOf,
      publish: eventBus(new EventBridgeClient({}), BUS_NAME),
      send: stretchQueue(new SQSClient({}), REPUBLISH_QUEUE_URL),
      tell: (message, fields) => observed.logger.info(message, fields),
    }),
  );
};
