import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { eventBus } from '@glue-relay/shared/aws/event-bus';
import { pipelineParameters } from '@glue-relay/shared/aws/pipeline-parameters';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import * as z from 'zod';
import { dynamoAlertStore } from '../adapters/alert-store';
import { dynamoNoticeStore } from '../adapters/notice-store';
import type { AlertPorts } from '../app/raise-alerts';
import { sweepHandler } from './handlers/sweep';
import { observed } from './observability';
import { enginePorts } from './ports';

const name = z.string().min(1);
const { STAGE, TABLE_NAME, BUS_NAME } = readEnvironment(z.object({ STAGE: name, TABLE_NAME: name, BUS_NAME: name }));
const ports = enginePorts();
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const alertPorts: AlertPorts = {
  alerts: dynamoAlertStore(documents, TABLE_NAME),
  healthOf: dynamoNoticeStore(documents, TABLE_NAME).healthOf,
  loadRun: ports.store.load,
  listPipelines: pipelineParameters(new SSMClient({}), STAGE, ports.clock),
  publish: eventBus(new EventBridgeClient({}), BUS_NAME),
  clock: ports.clock,
  count: (metric) => observed.metrics.addMetric(metric, 'Count', 1),
};

export const handler = sweepHandler(observed, ports, alertPorts);
