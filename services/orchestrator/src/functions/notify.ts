import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { snsNotices } from '@glue-relay/shared/aws/sns-notices';
import { isEvent, parseEvent } from '@glue-relay/shared/events/define-event';
import { pipelineAlert } from '@glue-relay/shared/events/pipeline-alert';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import * as z from 'zod';
import { dynamoNoticeStore } from '../adapters/notice-store';
import { dynamoRunStore } from '../adapters/run-store';
import { statusUrl } from '../adapters/status-url';
import { notifyOfAlert, notifyOfRun } from '../app/notify';
import type { NoticePorts } from '../notice-ports';
import { observed } from './observability';

const name = z.string().min(1);
const { STAGE, TABLE_NAME, TOPIC_ARN } = readEnvironment(z.object({ STAGE: name, TABLE_NAME: name, TOPIC_ARN: name }));
const clock = () => Date.now();
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
const urlOf = statusUrl(new SSMClient({}), STAGE, clock);

const ports: NoticePorts = {
  notices: dynamoNoticeStore(documents, TABLE_NAME),
  loadRun: dynamoRunStore(documents, TABLE_NAME).load,
  place: async () => ({ stage: STAGE, statusUrl: await urlOf() }),
  send: snsNotices(new SNSClient({}), TOPIC_ARN),
  clock,
  count: (metric) => observed.metrics.addMetric(metric, 'Count', 1),
  tell: (message, fields) => observed.logger.info(message, { ...fields }),
};

/** Ends of runs and alerts from the bus, through a queue: a message as an incident opens, as it closes, and for each breach. */
export const handler = queueHandler(observed, async (message) => {
  if (isEvent(pipelineAlert, message)) return notifyOfAlert(ports, parseEvent(pipelineAlert, message).detail);
  await notifyOfRun(ports, parseEvent(runStateChange, message).detail);
});
