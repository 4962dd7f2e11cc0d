import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { withoutNulls } from '@glue-relay/shared/http/proxy-event';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { observability } from '@glue-relay/shared/lambda/observability';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import * as z from 'zod';
import { dynamoQueries } from '../adapters/dynamo-queries';
import { statusRouter } from '../http/router';

const environment = readEnvironment(z.object({ STAGE: z.string(), TABLE_NAME: z.string() }));
const { logger, metrics } = observability('status', environment.STAGE);
const queries = dynamoQueries(DynamoDBDocumentClient.from(new DynamoDBClient({})), environment.TABLE_NAME);
const router = statusRouter(queries, logger, (name) => metrics.addMetric(name, MetricUnit.Count, 1));

export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics))
  .handler((event: APIGatewayProxyEventV2, context: Context) => router.resolve(withoutNulls(event), context));
