import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import middy from '@middy/core';
import * as z from 'zod';
import { sweep } from '../app/sweep';
import { observed } from './observability';
import { enginePorts } from './ports';

const ports = enginePorts();
const { QUIET_SECONDS } = readEnvironment(z.object({ QUIET_SECONDS: z.coerce.number().int().positive() }));

/** By schedule: wakes what no event will. */
export const handler = middy<unknown, { woken: number }>()
  .use(injectLambdaContext(observed.logger, { resetKeys: true }))
  .use(logMetrics(observed.metrics))
  .handler(async () => ({ woken: await sweep(ports, QUIET_SECONDS * 1000) }));
