import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { measureWith, observability } from '@glue-relay/shared/lambda/observability';
import { METRICS_SERVICE } from '@glue-relay/shared/pipeline-metrics';
import * as z from 'zod';
import type { Table } from '../adapters/table';
import type { Observed } from '../ports';

const { STAGE, TABLE_NAME } = readEnvironment(z.object({ STAGE: z.string().min(1), TABLE_NAME: z.string().min(1) }));

export const stage = STAGE;

/** The service's one logger and one set of metrics. */
export const telemetry = observability(METRICS_SERVICE, STAGE);

export const observed: Observed = {
  count: (name) => telemetry.metrics.addMetric(name, 'Count', 1),
  measure: measureWith(telemetry),
  tell: (message, fields) => telemetry.logger.info(message, { ...fields }),
};

export const table: Table = {
  client: DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } }),
  name: TABLE_NAME,
};
