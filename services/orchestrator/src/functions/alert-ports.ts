import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { eventBus } from '@glue-relay/shared/aws/event-bus';
import { pipelineParameters } from '@glue-relay/shared/aws/pipeline-parameters';
import * as z from 'zod';
import { dynamoAlertStore } from '../adapters/alert-store';
import { dynamoNoticeStore } from '../adapters/notice-store';
import type { AlertPorts } from '../app/raise-alerts';

const name = z.string().min(1);
export const alertEnvironment = z.object({ STAGE: name, TABLE_NAME: name, BUS_NAME: name });

/** The clients that raising alerts needs. */
export interface AlertClients {
  readonly documents: DynamoDBDocumentClient;
  readonly ssm: SSMClient;
  readonly events: EventBridgeClient;
}

/** The ports of raising alerts over given clients. */
export const alertPortsOver = (
  { documents, ssm, events }: AlertClients,
  { STAGE, TABLE_NAME, BUS_NAME }: z.infer<typeof alertEnvironment>,
  { clock, count, loadRun }: Pick<AlertPorts, 'clock' | 'count' | 'loadRun'>,
): AlertPorts => ({
  alerts: dynamoAlertStore(documents, TABLE_NAME),
  healthOf: dynamoNoticeStore(documents, TABLE_NAME).healthOf,
  loadRun,
  listPipelines: pipelineParameters(ssm, STAGE, clock),
  publish: eventBus(events, BUS_NAME),
  clock,
  count,
});
