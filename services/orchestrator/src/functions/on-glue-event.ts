import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { glueJobStateChange } from '@glue-relay/shared/events/aws-events';
import { parseEvent } from '@glue-relay/shared/events/define-event';
import middy from '@middy/core';
import { receiveGlueEvent } from '../app/receive-glue-event';
import { observed } from './observability';
import { enginePorts } from './ports';

const ports = enginePorts();

/** `Glue Job State Change`, straight from the rule, for the next start waits for it. */
export const handler = middy<unknown, void>()
  .use(injectLambdaContext(observed.logger, { resetKeys: true }))
  .use(logMetrics(observed.metrics))
  .handler(async (event) => {
    const { id, detail } = parseEvent(glueJobStateChange, event);
    await receiveGlueEvent(ports, detail, { type: 'glue-event', id });
  });
