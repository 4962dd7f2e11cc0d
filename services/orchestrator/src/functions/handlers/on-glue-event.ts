import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { glueJobStateChange } from '@glue-relay/shared/events/aws-events';
import { parseEvent } from '@glue-relay/shared/events/define-event';
import type { Observability } from '@glue-relay/shared/lambda/observability';
import middy from '@middy/core';
import { receiveGlueEvent } from '../../app/receive-glue-event';
import type { Ports } from '../../ports';

/** `Glue Job State Change`, straight from the rule, for the next start waits for it. */
export const glueEventHandler = ({ logger, metrics }: Observability, ports: Ports) =>
  middy<unknown, void>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics))
    .handler(async (event) => {
      const { id, detail } = parseEvent(glueJobStateChange, event);
      await receiveGlueEvent(ports, detail, { type: 'glue-event', id });
    });
