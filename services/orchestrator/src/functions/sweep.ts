import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { eventBus, outgoing } from '@glue-relay/shared/aws/event-bus';
import { pipelineParameters } from '@glue-relay/shared/aws/pipeline-parameters';
import { sweepCompleted } from '@glue-relay/shared/events/sweep-completed';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import middy from '@middy/core';
import * as z from 'zod';
import { dynamoAlertStore } from '../adapters/alert-store';
import { dynamoNoticeStore } from '../adapters/notice-store';
import type { AlertPorts } from '../app/raise-alerts';
import { raiseAlerts } from '../app/raise-alerts';
import { sweep } from '../app/sweep';
import { observed } from './observability';
import { enginePorts } from './ports';

const name = z.string().min(1);
const { QUIET_SECONDS, STAGE, TABLE_NAME, BUS_NAME } = readEnvironment(
  z.object({ QUIET_SECONDS: z.coerce.number().int().positive(), STAGE: name, TABLE_NAME: name, BUS_NAME: name }),
);
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

/** By schedule: wakes what no event will, says what is late, and that it has looked. */
export const handler = middy<unknown, { woken: number }>()
  .use(injectLambdaContext(observed.logger, { resetKeys: true }))
  .use(logMetrics(observed.metrics))
  .handler(async () => {
    const woken = await sweep(ports, QUIET_SECONDS * 1000);
    await raiseAlerts(alertPorts);
    const at = new Date(ports.clock()).toISOString();
    await alertPorts.publish([outgoing(sweepCompleted, { schemaVersion: 1, service: 'orchestrator', found: woken, at })]);
    return { woken };
  });
