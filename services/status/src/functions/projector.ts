import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { observability } from '@glue-relay/shared/lambda/observability';
import { queueBatchHandler } from '@glue-relay/shared/lambda/queue-handler';
import * as z from 'zod';
import { dynamoApplyChanges, dynamoMarkProjection } from '../adapters/dynamo-changes';
import { markProjection } from '../app/mark-projection';
import { projectEvents } from '../app/project-events';

const environment = readEnvironment(z.object({ STAGE: z.string(), TABLE_NAME: z.string() }));
const observed = observability('status', environment.STAGE);
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const mark = markProjection(dynamoMarkProjection(documents, environment.TABLE_NAME), () => Date.now());

export const handler = queueBatchHandler(
  observed,
  projectEvents({
    applyChanges: dynamoApplyChanges(documents, environment.TABLE_NAME),
    count: (name) => observed.metrics.addMetric(name, MetricUnit.Count, 1),
    tell: (message, fields) => observed.logger.info(message, fields),
  }),
).after(({ event }) => mark(event.Records.map(({ body }) => body)));
