import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { pipelineParameters } from '@glue-relay/shared/aws/pipeline-parameters';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { observability } from '@glue-relay/shared/lambda/observability';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { dynamoReadModel } from '../adapters/dynamo-read-model';
import { s3Predictions } from '../adapters/s3-predictions';
import { sqsDepths } from '../adapters/sqs-depths';
import { statusApi } from '../http/router';

const name = z.string().min(1);
const dollars = z.coerce.number().nonnegative();
const environment = readEnvironment(
  z.object({
    STAGE: name,
    TABLE_NAME: name,
    DATA_BUCKET: name,
    PROJECTION_QUEUE_URL: name,
    DPU_HOUR_DOLLARS: dollars,
    FLEX_DPU_HOUR_DOLLARS: dollars,
  }),
);
const { STAGE, TABLE_NAME, DATA_BUCKET, PROJECTION_QUEUE_URL } = environment;
const clock = () => Date.now();
const { logger, metrics } = observability('status', STAGE);
const api = statusApi(
  {
    readModel: dynamoReadModel(DynamoDBDocumentClient.from(new DynamoDBClient({})), TABLE_NAME),
    definitions: pipelineParameters(new SSMClient({}), STAGE, clock),
    depths: sqsDepths(new SQSClient({}), STAGE, PROJECTION_QUEUE_URL, clock),
    readPrediction: s3Predictions(new S3Client({}), DATA_BUCKET),
    clock,
  },
  { currency: 'USD', dpuHour: environment.DPU_HOUR_DOLLARS, flexDpuHour: environment.FLEX_DPU_HOUR_DOLLARS },
  logger,
  (metric) => metrics.addMetric(metric, MetricUnit.Count, 1),
);

export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics))
  .handler(api);
