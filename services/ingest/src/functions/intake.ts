import { setTimeout as sleep } from 'node:timers/promises';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { eventBus } from '@glue-relay/shared/aws/event-bus';
import { pipelineParameters } from '@glue-relay/shared/aws/pipeline-parameters';
import { objectCreated } from '@glue-relay/shared/events/aws-events';
import { isEvent, parseEvent } from '@glue-relay/shared/events/define-event';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { observability } from '@glue-relay/shared/lambda/observability';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import * as z from 'zod';
import { sqsBatchTimer } from '../adapters/batch-timer';
import { dynamoBatchStore } from '../adapters/dynamo-batches';
import { dynamoSettleOutcome } from '../adapters/dynamo-outcomes';
import { s3WriteList } from '../adapters/s3-batch-lists';
import { s3DescribeObject, s3ReadStart } from '../adapters/s3-objects';
import { s3ReadRelease } from '../adapters/s3-releases';
import { lookAtBatch } from '../app/collect';
import { takeIn } from '../app/take-in';
import { batchDue } from '../batch-due';

const name = z.string().min(1);
const environment = readEnvironment(
  z.object({ STAGE: name, TABLE_NAME: name, BUS_NAME: name, INTAKE_QUEUE_URL: z.url(), ACCOUNT_ID: name, AWS_REGION: name }),
);
const observed = observability('ingest', environment.STAGE);
const s3 = new S3Client({});
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const origin = { account: environment.ACCOUNT_ID, region: environment.AWS_REGION };

/** Longest wait after a lost race, in ms. */
const LONGEST_PAUSE_MS = 50;

const ports = {
  describeObject: s3DescribeObject(s3),
  readStart: s3ReadStart(s3),
  readRelease: s3ReadRelease(s3),
  listPipelines: pipelineParameters(new SSMClient({}), environment.STAGE, Date.now),
  settleOutcome: dynamoSettleOutcome(documents, environment.TABLE_NAME),
  publish: eventBus(new EventBridgeClient({}), environment.BUS_NAME),
  batches: dynamoBatchStore(documents, environment.TABLE_NAME),
  lookAgain: sqsBatchTimer(new SQSClient({}), environment.INTAKE_QUEUE_URL, origin, Date.now),
  writeList: s3WriteList(s3),
  pause: () => sleep(Math.random() * LONGEST_PAUSE_MS),
  now: () => new Date(),
  count: (metric: string) => observed.metrics.addMetric(metric, MetricUnit.Count, 1),
  tell: (message: string, fields: Readonly<Record<string, unknown>>) => observed.logger.info(message, fields),
};
const take = takeIn(ports);

/** What S3 says of new objects, and what batches are owed. */
export const handler = queueHandler(observed, async (message) => {
  if (isEvent(batchDue, message)) return lookAtBatch(ports, parseEvent(batchDue, message).detail);
  await take(parseEvent(objectCreated, message).detail);
});
