import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Measure } from '../pipeline-metrics';
import { METRICS_NAMESPACE } from '../pipeline-metrics';

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
  metrics: new Metrics({ namespace: METRICS_NAMESPACE, serviceName: service, defaultDimensions: { stage } }),
});

/**
 * Readings of pipelines behind `Measure`. Each goes out by itself, since the metrics of one invocation share a set of
 * dimensions and these differ in theirs.
 */
export const measureWith =
  ({ metrics }: Observability): Measure =>
  ({ name, unit }, value, dimensions) => {
    const single = metrics.singleMetric();
    for (const [dimension, at] of Object.entries<string>(dimensions)) single.addDimension(dimension, at);
    single.addMetric(name, unit, value);
  };
