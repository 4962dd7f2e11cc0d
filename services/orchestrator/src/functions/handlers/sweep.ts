import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { outgoing } from '@glue-relay/shared/aws/event-bus';
import { sweepCompleted } from '@glue-relay/shared/events/sweep-completed';
import type { Observability } from '@glue-relay/shared/lambda/observability';
import middy from '@middy/core';
import type { AlertPorts } from '../../app/raise-alerts';
import { raiseAlerts } from '../../app/raise-alerts';
import { sweep } from '../../app/sweep';
import type { Ports } from '../../ports';

/** By schedule: wakes what no event will, then says what is late, and that it has looked. */
export const sweepHandler = ({ logger, metrics }: Observability, ports: Ports, alertPorts: AlertPorts) =>
  middy<unknown, { woken: number }>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics))
    .handler(async () => {
      const woken = await sweep(ports);
      await raiseAlerts(alertPorts);
      const at = new Date(ports.clock()).toISOString();
      await alertPorts.publish([outgoing(sweepCompleted, { schemaVersion: 1, service: 'orchestrator', found: woken, at })]);
      return { woken };
    });
