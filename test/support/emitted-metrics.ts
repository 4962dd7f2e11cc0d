import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { paginateListMetrics } from '@aws-sdk/client-cloudwatch';
import type { MetricOf } from '../../cli/src/dashboard/body';
import { METRICS as INGEST } from '../../services/ingest/src/metric-names';
import { METRICS } from '../../services/metrics/src/metric-names';
import { metricNames as ORCHESTRATOR } from '../../services/orchestrator/src/domain/metrics';

/** Outcomes that no journey surely brings about; each must be a name that its service counts by. */
const RARE = ['LostObjectFound', 'RunTimedOut', 'StepRetried', 'LostEventFound', 'RunQueued'];
/** AWS emits these itself. */
const OF_AWS = ['AWS/SQS', 'AWS/Lambda'];
const DECLARED = new Set<string>([...Object.values(INGEST), ...Object.values(ORCHESTRATOR), ...Object.values(METRICS)]);

/** Metrics of ours that CloudWatch has, each with the dimensions that it was emitted with. */
export const emittedMetrics = async (client: CloudWatchClient): Promise<MetricOf[]> => {
  const found: MetricOf[] = [];
  for await (const page of paginateListMetrics({ client }, { Namespace: 'GlueRelay' })) {
    for (const { MetricName = '', Dimensions = [] } of page.Metrics ?? []) {
      const dimensions = Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
      found.push({ namespace: 'GlueRelay', name: MetricName, dimensions });
    }
  }
  return found;
};

/** What is wrong with a metric that a dashboard or alarm names: nobody emits it, or by other dimensions. */
export const faultOf = (named: MetricOf, emitted: readonly MetricOf[]): string[] => {
  const { namespace, name, dimensions } = named;
  if (namespace !== 'GlueRelay') return OF_AWS.includes(namespace) ? [] : [`namespace ${namespace}`];
  const keys = (metric: MetricOf): string => Object.keys(metric.dimensions).sort().join();
  const isRare = RARE.includes(name) && DECLARED.has(name) && keys(named) === 'service,stage';
  const isEmitted = emitted.some(
    (metric) =>
      metric.name === name &&
      keys(metric) === keys(named) &&
      ['service', 'stage'].every((key) => metric.dimensions[key] === dimensions[key]),
  );
  return isEmitted || isRare ? [] : [`${name} by ${JSON.stringify(dimensions)}`];
};
