import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import * as z from 'zod';
import { awsGlue } from '../adapters/glue';
import { dynamoRunStore } from '../adapters/run-store';
import { sqsWakes } from '../adapters/wake-queue';
import { limitedStarts } from '../app/limited-starts';
import type { Ports } from '../ports';
import { telemetry } from './observability';

const schema = z.object({
  TABLE_NAME: z.string().min(1),
  WAKE_QUEUE_URL: z.url(),
  GLUE_STARTS_PER_SECOND: z.coerce.number().positive().default(5),
  GLUE_STARTS_BURST: z.coerce.number().int().positive().default(10),
});

/** StartJobRun gives up well before its lease ends (see `policy`), in ms. */
const START_TIMEOUT_MS = 10_000;

/** The real ports of the engine, made once per worker. */
export const enginePorts = (): Ports => {
  const environment = readEnvironment(schema);
  const clock = () => Date.now();
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
  const starts = new GlueClient({
    maxAttempts: 1,
    requestHandler: { requestTimeout: START_TIMEOUT_MS, throwOnRequestTimeout: true },
  });
  const store = dynamoRunStore(documents, environment.TABLE_NAME);
  const limit = { perSecond: environment.GLUE_STARTS_PER_SECOND, burst: environment.GLUE_STARTS_BURST };
  return {
    store,
    glue: limitedStarts(awsGlue(new GlueClient({}), starts), store, limit, clock),
    sendWakes: sqsWakes(new SQSClient({}), environment.WAKE_QUEUE_URL, clock),
    clock,
    telemetry,
  };
};
