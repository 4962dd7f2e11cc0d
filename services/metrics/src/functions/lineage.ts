import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { pipelineParameters } from '@glue-relay/shared/aws/pipeline-parameters';
import { isEvent, parseEvent } from '@glue-relay/shared/events/define-event';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { stepReported } from '@glue-relay/shared/events/step-reported';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import * as z from 'zod';
import { dynamoFindReport } from '../adapters/dynamo-reports';
import { dynamoRuns } from '../adapters/dynamo-runs';
import { httpLineage } from '../adapters/http-lineage';
import { s3Lineage } from '../adapters/s3-lineage';
import { ssmApiKey } from '../adapters/ssm-api-key';
import { tellReport, tellRun, tellStep } from '../app/tell-lineage';
import { namespaceOf } from '../domain/lineage/names';
import type { LineagePorts, SendLineage } from '../ports';
import { observed, stage, table, telemetry } from './common';

/** A message is tried again by its queue, so a request need not be waited for long. */
const ANSWER_WITHIN_MS = 5_000;

const environment = readEnvironment(
  z.discriminatedUnion('LINEAGE_TRANSPORT', [
    z.object({ LINEAGE_TRANSPORT: z.literal('s3'), DATA_BUCKET: z.string().min(1) }),
    z.object({
      LINEAGE_TRANSPORT: z.literal('http'),
      LINEAGE_URL: z.url({ protocol: /^https?$/ }),
      API_KEY_PARAMETER: z.string().min(1),
    }),
  ]),
);
const ssm = new SSMClient({});
const receiver = (): SendLineage => {
  if (environment.LINEAGE_TRANSPORT === 's3') return s3Lineage(new S3Client({}), environment.DATA_BUCKET);
  const readApiKey = ssmApiKey(ssm, environment.API_KEY_PARAMETER, Date.now);
  return httpLineage(environment.LINEAGE_URL, readApiKey, ANSWER_WITHIN_MS);
};
const listPipelines = pipelineParameters(ssm, stage, Date.now);
const ports: LineagePorts = {
  ...observed,
  findRun: dynamoRuns(table).findRun,
  findReport: dynamoFindReport(table),
  findPipeline: async (name) => (await listPipelines()).get(name),
  sendLineage: receiver(),
};

/** Changes of runs and steps and recorded reports, from the bus through a queue. */
export const handler = queueHandler(telemetry, async (message) => {
  if (isEvent(runStateChange, message)) {
    const received = parseEvent(runStateChange, message);
    return tellRun(ports, namespaceOf(stage, received), received.detail);
  }
  if (isEvent(stepStateChange, message)) {
    const received = parseEvent(stepStateChange, message);
    return tellStep(ports, namespaceOf(stage, received), received.detail);
  }
  const received = parseEvent(stepReported, message);
  await tellReport(ports, namespaceOf(stage, received), received.detail);
});
