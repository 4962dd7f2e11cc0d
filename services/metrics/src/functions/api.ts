import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { eventBus } from '@glue-relay/shared/aws/event-bus';
import { pipelineParameters } from '@glue-relay/shared/aws/pipeline-parameters';
import { withoutNulls } from '@glue-relay/shared/http/proxy-event';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import * as z from 'zod';
import { dynamoChampions } from '../adapters/dynamo-champions';
import { dynamoHistory } from '../adapters/dynamo-history';
import { dynamoLedger } from '../adapters/dynamo-ledger';
import { dynamoRuns } from '../adapters/dynamo-runs';
import { s3Decisions } from '../adapters/s3-decisions';
import { ssmAlias } from '../adapters/ssm-alias';
import { metricsRouter } from '../http/router';
import { observed, stage, table, telemetry } from './common';

const { BUS_NAME, DATA_BUCKET } = readEnvironment(z.object({ BUS_NAME: z.string(), DATA_BUCKET: z.string() }));
const ssm = new SSMClient({});
const listPipelines = pipelineParameters(ssm, stage, Date.now);

const router = metricsRouter(
  {
    ...observed,
    ...dynamoChampions(table),
    ...dynamoHistory(table),
    ...dynamoLedger(table),
    ...dynamoRuns(table),
    pointAlias: ssmAlias(ssm, stage),
    keepDecision: s3Decisions(new S3Client({}), DATA_BUCKET),
    findPipeline: async (name) => (await listPipelines()).get(name),
    publish: eventBus(new EventBridgeClient({}), BUS_NAME),
    now: () => new Date(),
  },
  telemetry.logger,
);

/** The HTTP API: quality, champions, drift and cost of a pipeline. */
export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
  .use(injectLambdaContext(telemetry.logger, { resetKeys: true }))
  .use(logMetrics(telemetry.metrics))
  .handler((event: APIGatewayProxyEventV2, context: Context) => router.resolve(withoutNulls(event), context));
