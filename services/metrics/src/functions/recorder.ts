import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { dynamoNoticeLog } from '@glue-relay/shared/aws/dynamo-notice-log';
import { eventBus } from '@glue-relay/shared/aws/event-bus';
import { snsNotices } from '@glue-relay/shared/aws/sns-notices';
import { objectCreated } from '@glue-relay/shared/events/aws-events';
import { parseEvent } from '@glue-relay/shared/events/define-event';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import * as z from 'zod';
import { dynamoFindReport, dynamoSaveReport } from '../adapters/dynamo-reports';
import { dynamoRuns } from '../adapters/dynamo-runs';
import { s3Quarantine } from '../adapters/s3-quarantine';
import { s3ReadReport } from '../adapters/s3-reports';
import { noticeKey } from '../adapters/table';
import { recordReport } from '../app/record-report';
import { observed, stage, table, telemetry } from './common';

const { BUS_NAME, TOPIC_ARN } = readEnvironment(z.object({ BUS_NAME: z.string(), TOPIC_ARN: z.string() }));
const s3 = new S3Client({});

const record = recordReport({
  ...observed,
  stage,
  readReport: s3ReadReport(s3),
  quarantine: s3Quarantine(s3),
  findReport: dynamoFindReport(table),
  saveReport: dynamoSaveReport(table),
  findRun: dynamoRuns(table).findRun,
  publish: eventBus(new EventBridgeClient({}), BUS_NAME),
  notices: dynamoNoticeLog(table.client, table.name, noticeKey),
  send: snsNotices(new SNSClient({}), TOPIC_ARN),
  clock: () => Date.now(),
});

export const handler = queueHandler(telemetry, async (message) => {
  await record(parseEvent(objectCreated, message).detail);
});
