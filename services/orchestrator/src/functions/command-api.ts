import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { withoutNulls } from '@glue-relay/shared/http/proxy-event';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { commandRouter } from '../http/router';
import { commandPorts } from './command-ports';
import { observed } from './observability';

const { logger, metrics } = observed;
const router = commandRouter(commandPorts(), logger);

/** The HTTP API: commands and backfills. */
export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics))
  .handler((event: APIGatewayProxyEventV2, context: Context) => router.resolve(withoutNulls(event), context));
