import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { glueCrawlerStateChange, glueJobStateChange } from '@glue-relay/shared/events/aws-events';
import { isEvent, parseEvent } from '@glue-relay/shared/events/define-event';
import type { Observability } from '@glue-relay/shared/lambda/observability';
import middy from '@middy/core';
import type { GlueEventPorts } from '../../app/receive-glue-event';
import { receiveCrawlerEvent, receiveJobEvent } from '../../app/receive-glue-event';

/** `Glue Job State Change` and `Glue Crawler State Change`, straight from the rules, for the next start waits for them. */
export const glueEventHandler = ({ logger, metrics }: Observability, ports: GlueEventPorts) =>
  middy<unknown, void>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics))
    .handler(async (event) => {
      if (isEvent(glueCrawlerStateChange, event)) {
        const { id, detail } = parseEvent(glueCrawlerStateChange, event);
        return receiveCrawlerEvent(ports, detail, { type: 'glue-event', id });
      }
      const { id, detail } = parseEvent(glueJobStateChange, event);
      return receiveJobEvent(ports, detail, { type: 'glue-event', id });
    });
