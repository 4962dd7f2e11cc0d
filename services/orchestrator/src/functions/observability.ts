import { observability } from '@glue-relay/shared/lambda/observability';
import type { Telemetry } from '../ports';

/** The service's one logger and one set of metrics. */
export const observed = observability('orchestrator', process.env.STAGE ?? 'unknown');

/** Logger and metrics behind the `Telemetry` port. */
export const telemetry: Telemetry = {
  count: (metric) => observed.metrics.addMetric(metric, 'Count', 1),
  info: (message, keys) => observed.logger.info(message, { ...keys }),
};
