import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { eventBus } from '@glue-relay/shared/aws/event-bus';
import { pipelineParameters } from '@glue-relay/shared/aws/pipeline-parameters';
import { snsNotices } from '@glue-relay/shared/aws/sns-notices';
import { parseEvent } from '@glue-relay/shared/events/define-event';
import { stepReported } from '@glue-relay/shared/events/step-reported';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import * as z from 'zod';
import { dynamoChampions } from '../adapters/dynamo-champions';
import { dynamoHistory } from '../adapters/dynamo-history';
import { dynamoDrift } from '../adapters/dynamo-ledger';
import { dynamoFindReport } from '../adapters/dynamo-reports';
import { dynamoRuns } from '../adapters/dynamo-runs';
import { s3Decisions } from '../adapters/s3-decisions';
import { ssmAlias } from '../adapters/ssm-alias';
import { judgeReport } from '../app/judge-report';
import { observed, stage, table, telemetry } from './common';

const { BUS_NAME, TOPIC_ARN, DATA_BUCKET } = readEnvironment(
  z.object({ BUS_NAME: z.string(), TOPIC_ARN: z.string(), DATA_BUCKET: z.string() }),
);
const ssm = new SSMClient({});
const listPipelines = pipelineParameters(ssm, stage, Date.now);

const judge = judgeReport({
  ...observed,
  ...dynamoChampions(table),
  ...dynamoDrift(table),
  ...dynamoHistory(table),
  stage,
  findReport: dynamoFindReport(table),
  findRun: dynamoRuns(table).findRun,
  pointAlias: ssmAlias(ssm, stage),
  keepDecision: s3Decisions(new S3Client({}), DATA_BUCKET),
  findPipeline: async (name) => (await listPipelines()).get(name),
  publish: eventBus(new EventBridgeClient({}), BUS_NAME),
  notify: snsNotices(new SNSClient({}), TOPIC_ARN),
});

/** Recorded reports from the bus, through a queue. */
export const handler = queueHandler(telemetry, async (message) => {
  await judge(parseEvent(stepReported, message).detail);
});
