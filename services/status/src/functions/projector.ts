import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { observability } from '@glue-relay/shared/lambda/observability';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import * as z from 'zod';
import { dynamoApplyChange } from '../adapters/dynamo-changes';
import { projectEvent } from '../app/project-event';

const environment = readEnvironment(z.object({ STAGE: z.string(), TABLE_NAME: z.string() }));
const observed = observability('status', environment.STAGE);

export const handler = queueHandler(
  observed,
  projectEvent({
    applyChange: dynamoApplyChange(DynamoDBDocumentClient.from(new DynamoDBClient({})), environment.TABLE_NAME),
    count: (name) => observed.metrics.addMetric(name, MetricUnit.Count, 1),
    tell: (message, fields) => observed.logger.info(message, fields),
  }),
);
