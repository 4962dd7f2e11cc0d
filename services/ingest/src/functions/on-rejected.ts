import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoNoticeLog } from '@glue-relay/shared/aws/dynamo-notice-log';
import { snsNotices } from '@glue-relay/shared/aws/sns-notices';
import { datasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import { parseEvent } from '@glue-relay/shared/events/define-event';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { observability } from '@glue-relay/shared/lambda/observability';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import * as z from 'zod';
import { noticeKey } from '../adapters/notice-key';
import { s3QuarantineStore } from '../adapters/s3-quarantine';
import { handleRejection } from '../app/handle-rejection';

const name = z.string().min(1);
const environment = readEnvironment(z.object({ STAGE: name, TABLE_NAME: name, TOPIC_ARN: name }));
const observed = observability('ingest', environment.STAGE);

const handle = handleRejection({
  store: s3QuarantineStore(new S3Client({})),
  notices: dynamoNoticeLog(DynamoDBDocumentClient.from(new DynamoDBClient({})), environment.TABLE_NAME, noticeKey),
  send: snsNotices(new SNSClient({}), environment.TOPIC_ARN),
  stage: environment.STAGE,
  clock: () => Date.now(),
  count: (metric) => observed.metrics.addMetric(metric, MetricUnit.Count, 1),
  tell: (message, fields) => observed.logger.info(message, fields),
});

/** Rejections from the bus, through a queue: into the quarantine, and people are told. */
export const handler = queueHandler(observed, async (message) => handle(parseEvent(datasetRejected, message).detail));
