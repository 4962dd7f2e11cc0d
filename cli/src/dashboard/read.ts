import type { CloudWatchClient, Metric } from '@aws-sdk/client-cloudwatch';
import { GetDashboardCommand, paginateGetMetricData, paginateListMetrics } from '@aws-sdk/client-cloudwatch';
import { OperationError } from '../failures';
import type { Line, MetricOf, Search, Widget } from './body';
import { isFound, widgetsOf } from './body';

/** A line with its values, oldest first. */
export interface Series {
  readonly label: string;
  readonly stat: string;
  readonly points: readonly { readonly at: string; readonly value: number }[];
}

/** A chart with what there is to draw. */
export interface Chart {
  readonly title: string;
  readonly periodSeconds: number;
  readonly series: readonly Series[];
}

export interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** Charts that are as fine as a terminal can show. */
const COLUMNS = 60;
const MINUTE = 60;

/**
 * Reads a deployed dashboard and the values that it shows.
 *
 * @throws OperationError where there is no dashboard of that name
 */
export const readDashboard = async (client: CloudWatchClient, name: string, window: Window): Promise<Chart[]> => {
  const widgets = widgetsOf(await bodyOf(client, name));
  return Promise.all(widgets.map((widget) => readChart(client, widget, window)));
};

const bodyOf = async (client: CloudWatchClient, name: string): Promise<string> => {
  try {
    const { DashboardBody } = await client.send(new GetDashboardCommand({ DashboardName: name }));
    if (DashboardBody) return DashboardBody;
  } catch (error) {
    const isMissing =
      error instanceof Error && ['ResourceNotFound', 'DashboardNotFoundError', 'ResourceNotFoundException'].includes(error.name);
    if (!isMissing) throw error;
  }
  throw new OperationError(`There is no dashboard ${name}.`, 'see `npx relay jobs` for the pipelines that are deployed.');
};

const readChart = async (client: CloudWatchClient, { title, periodSeconds, lines }: Widget, window: Window): Promise<Chart> => {
  const period = periodWithin(periodSeconds, window);
  const found = (await Promise.all(lines.map((line) => resolve(client, line)))).flat();
  return { title, periodSeconds: period, series: await valuesOf(client, found, period, window) };
};

/** A dashboard's periods are for weeks; a shorter stretch is shown in finer ones. */
const periodWithin = (periodSeconds: number, { from, to }: Window): number => {
  const column = Math.ceil((to.getTime() - from.getTime()) / 1_000 / COLUMNS / MINUTE) * MINUTE;
  return Math.min(periodSeconds, column);
};

type MetricLine = Extract<Line, { kind: 'metric' }>;

const resolve = async (client: CloudWatchClient, line: Line): Promise<MetricLine[]> => {
  if (line.kind === 'metric') return [line];
  const { search, stat } = line;
  return (await listMetrics(client, search)).map((metric) => ({
    kind: 'metric',
    metric,
    stat,
    label: search.by
      .flatMap((name) => (name in search.where || name === 'service' ? [] : (metric.dimensions[name] ?? [])))
      .join(' '),
  }));
};

const listMetrics = async (client: CloudWatchClient, search: Search): Promise<MetricOf[]> => {
  const found: MetricOf[] = [];
  const { namespace: Namespace, name: MetricName } = search;
  for await (const page of paginateListMetrics({ client }, { Namespace, MetricName })) {
    found.push(...(page.Metrics ?? []).map(metricOf).filter((metric) => isFound(search, metric)));
  }
  return found;
};

const metricOf = ({ Namespace, MetricName, Dimensions = [] }: Metric): MetricOf => ({
  namespace: Namespace ?? '',
  name: MetricName ?? '',
  dimensions: Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value])),
});

const valuesOf = async (
  client: CloudWatchClient,
  lines: readonly MetricLine[],
  period: number,
  window: Window,
): Promise<Series[]> => {
  if (lines.length === 0) return [];
  const points = new Map<string, Series['points'][number][]>();
  const query = {
    StartTime: window.from,
    EndTime: window.to,
    MetricDataQueries: lines.map(({ metric, stat }, index) => ({
      Id: `m${index}`,
      MetricStat: { Metric: sdkMetric(metric), Period: period, Stat: stat },
    })),
  };
  for await (const page of paginateGetMetricData({ client }, query)) {
    for (const { Id = '', Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
      const read = Timestamps.map((at, index) => ({ at: at.toISOString(), value: Values[index] ?? 0 }));
      points.set(Id, [...(points.get(Id) ?? []), ...read]);
    }
  }
  return lines.map(({ label, stat }, index) => ({
    label,
    stat,
    points: (points.get(`m${index}`) ?? []).toSorted((one, other) => (one.at < other.at ? -1 : 1)),
  }));
};

const sdkMetric = ({ namespace, name, dimensions }: MetricOf): Metric => ({
  Namespace: namespace,
  MetricName: name,
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
});
