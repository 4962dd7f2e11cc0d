import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

export interface Observability {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * A service's logger and metrics, one of each per service. Dimensions stay bounded (service, stage): a run id belongs
 * into the log's keys, never into a dimension, for each value of a dimension is a metric that is paid for.
 */
export const observability = (service: string, stage: string): Observability => ({
  logger: new Logger({ serviceName: service }),
  metrics: new Metrics({ namespace: 'GlueRelay', serviceName: service, defaultDimensions: { stage } }),
});
