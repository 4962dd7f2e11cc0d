import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { observability } from '@glue-relay/shared/lambda/observability';
import middy from '@middy/core';
import * as z from 'zod';
import { sqsBatchTimer } from '../adapters/batch-timer';
import { dynamoBatchStore } from '../adapters/dynamo-batches';
import { dynamoSweepStore } from '../adapters/dynamo-sweep';
import { s3ListRaw } from '../adapters/s3-listing';
import { sqsAnnounce } from '../adapters/sqs-intake';
import { findUnannounced } from '../app/find-unannounced';
import { wakeBatches } from '../app/wake-batches';

const name = z.string().min(1);
const environment = readEnvironment(
  z.object({ STAGE: name, TABLE_NAME: name, DATA_BUCKET: name, INTAKE_QUEUE_URL: z.url(), ACCOUNT_ID: name, AWS_REGION: name }),
);
const observed = observability('ingest', environment.STAGE);
const origin = { account: environment.ACCOUNT_ID, region: environment.AWS_REGION };
const now = () => Date.now();
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const sqs = new SQSClient({});
const ports = {
  list: s3ListRaw(new S3Client({}), environment.DATA_BUCKET),
  store: dynamoSweepStore(documents, environment.TABLE_NAME),
  announce: sqsAnnounce(sqs, environment.INTAKE_QUEUE_URL, origin, now),
  owed: dynamoBatchStore(documents, environment.TABLE_NAME).owed,
  lookAgain: sqsBatchTimer(sqs, environment.INTAKE_QUEUE_URL, origin, now),
  now,
  count: (metric: string) => observed.metrics.addMetric(metric, MetricUnit.Count, 1),
  tell: (message: string, fields: Readonly<Record<string, unknown>>) => observed.logger.info(message, { ...fields }),
};

/** By schedule: wakes the batches that are late, and finds the objects that no event announced. */
export const handler = middy<unknown, { batches: number; found: number }>()
  .use(injectLambdaContext(observed.logger, { resetKeys: true }))
  .use(logMetrics(observed.metrics))
  .handler(async () => ({ batches: await wakeBatches(ports), found: await findUnannounced(ports) }));
