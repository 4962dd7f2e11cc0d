import type { Model } from '../status-api/schemas';
import { metricsOf, ranked, textOf } from './metrics';
import type { Column } from './table';
import { table } from './table';

/** The models of a run, the best first, with the metrics that they were measured by. */
export const modelsTable = (
  models: readonly Pick<Model, 'model' | 'variant' | 'split' | 'metrics'>[],
  width?: number,
): string => {
  const metrics = metricsOf(models);
  const columns: Column[] = [
    { head: 'MODEL', shrinks: true },
    { head: 'VARIANT', leaves: 2 },
    { head: 'SPLIT', leaves: 1 },
    // The first metric stays; of the others the last leave first.
    ...metrics.map(({ head }, index): Column => ({ head, align: 'right', ...(index === 0 ? {} : { leaves: index + 2 }) })),
  ];
  const rows = ranked(models).map(({ model, variant, split, metrics: values }) => [
    model,
    variant ?? '-',
    split ?? '-',
    ...metrics.map((metric) => textOf(metric, values)),
  ]);
  return table(columns, rows, '', width);
};
