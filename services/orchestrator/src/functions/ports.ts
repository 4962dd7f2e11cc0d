import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { dynamoRunStore } from '../adapters/run-store';
import type { Ports } from '../ports';
import { engineEnvironment, enginePortsOver } from './engine-ports';
import { telemetry } from './observability';

/** StartJobRun gives up well before its lease ends (see `policy`), in ms. */
const START_TIMEOUT_MS = 10_000;

/** The real ports of the engine, made once per worker. */
export const enginePorts = (): Ports => {
  const starts = new GlueClient({
    maxAttempts: 1,
    requestHandler: { requestTimeout: START_TIMEOUT_MS, throwOnRequestTimeout: true },
  });
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
  const environment = readEnvironment(engineEnvironment);
  const clients = { glue: new GlueClient({}), starts, sqs: new SQSClient({}), s3: new S3Client({}) };
  return enginePortsOver(dynamoRunStore(documents, environment.TABLE_NAME), clients, environment, {
    clock: () => Date.now(),
    telemetry,
  });
};
