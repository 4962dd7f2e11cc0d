import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import * as z from 'zod';
import { dynamoNoticeStore } from '../adapters/notice-store';
import { dynamoRunStore } from '../adapters/run-store';
import { notifyHandler } from './handlers/notify';
import { noticeEnvironment, noticePortsOver } from './notice-ports';
import { observed } from './observability';

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
const environment = readEnvironment(noticeEnvironment.extend({ TABLE_NAME: z.string().min(1) }));
const clients = { ssm: new SSMClient({}), sns: new SNSClient({}) };
const ports = noticePortsOver(clients, environment, {
  notices: dynamoNoticeStore(documents, environment.TABLE_NAME),
  loadRun: dynamoRunStore(documents, environment.TABLE_NAME).load,
  clock: () => Date.now(),
  count: (metric) => observed.metrics.addMetric(metric, 'Count', 1),
  tell: (message, fields) => observed.logger.info(message, { ...fields }),
});

export const handler = notifyHandler(observed, ports);
