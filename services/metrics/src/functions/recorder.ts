import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { eventBus } from '@glue-relay/shared/aws/event-bus';
import { objectCreated } from '@glue-relay/shared/events/aws-events';
import { parseEvent } from '@glue-relay/shared/events/define-event';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { observability } from '@glue-relay/shared/lambda/observability';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import * as z from 'zod';
import { dynamoFindReport, dynamoSaveReport } from '../adapters/dynamo-reports';
import { s3ReadReport } from '../adapters/s3-reports';
import { recordReport } from '../app/record-report';

const environment = readEnvironment(z.object({ STAGE: z.string(), TABLE_NAME: z.string(), BUS_NAME: z.string() }));
const observed = observability('metrics', environment.STAGE);
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));

const record = recordReport({
  readReport: s3ReadReport(new S3Client({})),
  findReport: dynamoFindReport(table, environment.TABLE_NAME),
  saveReport: dynamoSaveReport(table, environment.TABLE_NAME),
  publish: eventBus(new EventBridgeClient({}), environment.BUS_NAME),
  count: (name) => observed.metrics.addMetric(name, MetricUnit.Count, 1),
  tell: (message, fields) => observed.logger.info(message, fields),
});

export const handler = queueHandler(observed, async (message) => {
  await record(parseEvent(objectCreated, message).detail);
});
