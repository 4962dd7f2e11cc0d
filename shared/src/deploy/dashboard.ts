import type { PipelineDimension, PipelineMetric } from '../pipeline-metrics';
import { METRICS_NAMESPACE, METRICS_SERVICE } from '../pipeline-metrics';

/** A line of a widget: a metric, or a search that finds one metric for each value of a dimension. */
export type Line = readonly (string | { readonly label?: string; readonly stat?: string; readonly expression?: string })[];

/** A chart of a dashboard. Source: docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
export interface Chart {
  readonly title: string;
  readonly stat: 'Sum' | 'Average' | 'Maximum' | 'p95';
  readonly periodSeconds: number;
  readonly lines: readonly Line[];
}

const COLUMNS = 24;
const WIDTH = 12;
const HEIGHT = 6;

/** The body of a dashboard: charts in two columns, in the order given. `region` may be a CloudFormation pseudo parameter. */
export const dashboardBody = (charts: readonly Chart[], region: string) => ({
  widgets: charts.map(({ title, stat, periodSeconds, lines }, index) => ({
    type: 'metric',
    x: (index * WIDTH) % COLUMNS,
    y: Math.floor((index * WIDTH) / COLUMNS) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: { title, stat, period: periodSeconds, region, view: 'timeSeries', metrics: lines },
  })),
});

/** A metric of a pipeline on its dashboard. */
export const pipelineLine = <const By extends readonly PipelineDimension[]>(
  stage: string,
  { name, by }: PipelineMetric<By>,
  values: Readonly<Record<By[number], string>>,
  options: { readonly label?: string; readonly stat?: string } = {},
): Line => {
  const dimensions = by.flatMap((dimension: By[number]) => [dimension, values[dimension]]);
  return [METRICS_NAMESPACE, name, 'service', METRICS_SERVICE, 'stage', stage, ...dimensions, options];
};

/** One line for each value that the metric's dimensions have, where the deploy cannot know them. */
export const pipelineSearch = (
  stage: string,
  { name, by }: PipelineMetric,
  of: { readonly pipeline?: string },
  stat: string,
): Line => {
  const filters = [`MetricName="${name}"`, `stage="${stage}"`, ...(of.pipeline ? [`pipeline="${of.pipeline}"`] : [])];
  const schema = [METRICS_NAMESPACE, 'service', 'stage', ...by].join(',');
  return [{ expression: `SEARCH('{${schema}} ${filters.join(' ')}', '${stat}')` }];
};

/** A counter of a service, that is told apart by service and stage only. */
export const serviceLine = (stage: string, service: string, name: string): Line => [
  METRICS_NAMESPACE,
  name,
  'service',
  service,
  'stage',
  stage,
  { label: name },
];

/** One of SQS's own metrics. */
export const queueLine = (queue: string, name: 'ApproximateAgeOfOldestMessage' | 'ApproximateNumberOfMessagesVisible'): Line => [
  'AWS/SQS',
  name,
  'QueueName',
  queue,
  { label: queue },
];
