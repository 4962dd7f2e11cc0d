import type { Model } from '../status-api/schemas';
import type { Column } from './table';
import { table } from './table';

/** A column that is shown where any model has its metric. */
interface MetricColumn {
  readonly head: string;
  readonly metric: string;
  readonly text: (value: number) => string;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

const METRICS: readonly MetricColumn[] = [
  { head: 'RMSE', metric: 'rmse', text: (value) => value.toFixed(4) },
  { head: 'MAE', metric: 'mae', text: (value) => value.toFixed(3) },
  { head: 'SMAPE', metric: 'smape', text: (value) => `${value.toFixed(2)}%` },
  { head: 'BIAS', metric: 'bias', text: (value) => value.toFixed(3) },
  { head: 'OF NOISE FLOOR', metric: 'rmse_to_floor', text: (value) => value.toFixed(3) },
  { head: 'BETTER THAN NAIVE', metric: 'improvement', text: percent },
  { head: 'IN P10 TO P90', metric: 'coverage_80', text: percent },
  { head: 'RMSE MEAN', metric: 'rmse_mean', text: (value) => value.toFixed(4) },
  { head: 'SD', metric: 'rmse_sd', text: (value) => value.toFixed(4) },
  { head: 'CV', metric: 'rmse_cv', text: (value) => `${(value * 100).toFixed(2)}%` },
];

/** The models of a run, the lowest RMSE first, with the metrics that they were measured by. */
export const modelsTable = (models: readonly Pick<Model, 'model' | 'variant' | 'split' | 'metrics'>[]): string => {
  const shown = METRICS.filter(
    ({ metric }, index) => index === 0 || models.some(({ metrics }) => metrics?.[metric] !== undefined),
  );
  const columns: Column[] = [
    { head: 'MODEL' },
    { head: 'VARIANT' },
    { head: 'SPLIT' },
    ...shown.map(({ head }): Column => ({ head, align: 'right' })),
  ];
  const rows = [...models]
    .sort((a, b) => (a.metrics?.rmse ?? Number.POSITIVE_INFINITY) - (b.metrics?.rmse ?? Number.POSITIVE_INFINITY))
    .map(({ model, variant, split, metrics }) => [
      model,
      variant ?? '-',
      split ?? '-',
      ...shown.map(({ metric, text }) => (metrics?.[metric] === undefined ? '-' : text(metrics[metric]))),
    ]);
  return table(columns, rows, '');
};
