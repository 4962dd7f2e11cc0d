import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import * as z from 'zod';
import { alertEnvironment, alertPortsOver } from './alert-ports';
import { sweepHandler } from './handlers/sweep';
import { observed } from './observability';
import { enginePorts } from './ports';

const environment = readEnvironment(alertEnvironment.extend({ QUIET_SECONDS: z.coerce.number().int().positive() }));
const ports = enginePorts();
const clients = {
  documents: DynamoDBDocumentClient.from(new DynamoDBClient({})),
  ssm: new SSMClient({}),
  events: new EventBridgeClient({}),
};
const alertPorts = alertPortsOver(clients, environment, {
  clock: ports.clock,
  count: (metric) => observed.metrics.addMetric(metric, 'Count', 1),
  loadRun: ports.store.load,
});

export const handler = sweepHandler(observed, ports, alertPorts, environment.QUIET_SECONDS * 1000);
