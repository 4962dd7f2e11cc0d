import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { eventBus } from '@glue-relay/shared/aws/event-bus';
import { pipelineParameters } from '@glue-relay/shared/aws/pipeline-parameters';
import { objectCreated } from '@glue-relay/shared/events/aws-events';
import { parseEvent } from '@glue-relay/shared/events/define-event';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { observability } from '@glue-relay/shared/lambda/observability';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import * as z from 'zod';
import { dynamoSettleOutcome } from '../adapters/dynamo-outcomes';
import { s3DescribeObject, s3ReadStart } from '../adapters/s3-objects';
import { takeIn } from '../app/take-in';

const environment = readEnvironment(z.object({ STAGE: z.string(), TABLE_NAME: z.string(), BUS_NAME: z.string() }));
const observed = observability('ingest', environment.STAGE);
const s3 = new S3Client({});

const take = takeIn({
  describeObject: s3DescribeObject(s3),
  readStart: s3ReadStart(s3),
  listPipelines: pipelineParameters(new SSMClient({}), environment.STAGE, Date.now),
  settleOutcome: dynamoSettleOutcome(DynamoDBDocumentClient.from(new DynamoDBClient({})), environment.TABLE_NAME),
  publish: eventBus(new EventBridgeClient({}), environment.BUS_NAME),
  now: () => new Date(),
  count: (name) => observed.metrics.addMetric(name, MetricUnit.Count, 1),
  tell: (message, fields) => observed.logger.info(message, fields),
});

export const handler = queueHandler(observed, async (message) => {
  await take(parseEvent(objectCreated, message).detail);
});
