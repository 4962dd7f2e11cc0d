import * as z from 'zod';

const optionsSchema = z.looseObject({
  label: z.string().optional(),
  stat: z.string().optional(),
  expression: z.string().optional(),
});
const lineSchema = z.array(z.union([z.string(), optionsSchema])).nonempty();
const widgetSchema = z.looseObject({
  type: z.literal('metric'),
  properties: z.looseObject({
    title: z.string(),
    stat: z.string(),
    period: z.number().int().positive(),
    metrics: z.array(lineSchema),
  }),
});
const bodySchema = z.looseObject({ widgets: z.array(widgetSchema) });

/** One metric under one set of dimensions. */
export interface MetricOf {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A line of a chart: one metric, or a search for all that fit. */
export type Line =
  | { readonly kind: 'metric'; readonly metric: MetricOf; readonly label: string; readonly stat: string }
  | { readonly kind: 'search'; readonly search: Search; readonly stat: string };

/** `SEARCH('{Namespace,dimension,...} MetricName="Name" dimension="value" ...', 'stat')`, as our dashboards have it. */
export interface Search {
  readonly namespace: string;
  readonly name: string;
  /** Names of the dimensions that a metric must have, and no other. */
  readonly by: readonly string[];
  /** Values that some of them must have. */
  readonly where: Readonly<Record<string, string>>;
}

export interface Widget {
  readonly title: string;
  readonly stat: string;
  readonly periodSeconds: number;
  readonly lines: readonly Line[];
}

/**
 * Charts of a dashboard as deployed.
 *
 * @throws ZodError or SyntaxError where it is none of ours
 */
export const widgetsOf = (body: string): Widget[] =>
  bodySchema.parse(JSON.parse(body)).widgets.map(({ properties: { title, stat, period, metrics } }) => ({
    title,
    stat,
    periodSeconds: period,
    lines: metrics.map((line) => lineOf(line, stat)),
  }));

const lineOf = (line: z.infer<typeof lineSchema>, stat: string): Line => {
  const words = line.filter((part) => typeof part === 'string');
  const options = line.find((part) => typeof part !== 'string') ?? {};
  if (options.expression) return { kind: 'search', ...searchOf(options.expression) };
  const [namespace = '', name = '', ...pairs] = words;
  const dimensions = Object.fromEntries(
    pairs.flatMap((dimension, index) => (index % 2 === 0 ? [[dimension, pairs[index + 1] ?? '']] : [])),
  );
  return { kind: 'metric', metric: { namespace, name, dimensions }, label: options.label ?? name, stat: options.stat ?? stat };
};

const SEARCH = /^SEARCH\('\{(?<schema>[^}]+)\} (?<filters>.+)', '(?<stat>\w+)'\)$/;

const searchOf = (expression: string): { search: Search; stat: string } => {
  const found = SEARCH.exec(expression)?.groups;
  if (!found) throw new SyntaxError(`not a search of ours: ${expression}`);
  const [namespace = '', ...by] = (found.schema ?? '').split(',');
  const { MetricName: name = '', ...where } = Object.fromEntries(
    [...(found.filters ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key ?? '', value ?? '']),
  );
  return { search: { namespace, name, by, where }, stat: found.stat ?? '' };
};

/** Whether a metric that is there is one that a search looks for. */
export const isFound = ({ namespace, name, by, where }: Search, metric: MetricOf): boolean =>
  metric.namespace === namespace &&
  metric.name === name &&
  Object.keys(metric.dimensions).length === by.length &&
  by.every((dimension) => dimension in metric.dimensions) &&
  Object.entries(where).every(([dimension, value]) => metric.dimensions[dimension] === value);
