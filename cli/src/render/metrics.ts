import type { Model } from '../status-api/schemas';

/** A metric of models, as a column shows it. */
export interface Metric {
  readonly name: string;
  readonly head: string;
  readonly text: (value: number) => string;
}

const decimals = (digits: number) => (value: number) => value.toFixed(digits);
const percent = (digits: number) => (share: number) => `${(share * 100).toFixed(digits)}%`;

/** Metrics that have a head and a unit of their own. The first that any model has is the one that models are ranked by. */
const KNOWN: readonly (Metric & { readonly higherIsBetter?: true })[] = [
  { name: 'rmse', head: 'RMSE', text: decimals(4) },
  { name: 'area_under_roc', head: 'ROC AUC', text: decimals(4), higherIsBetter: true },
  { name: 'area_under_roc_low', head: 'AUC FROM', text: decimals(4) },
  { name: 'area_under_roc_high', head: 'AUC TO', text: decimals(4) },
  { name: 'accuracy', head: 'ACCURACY', text: percent(1), higherIsBetter: true },
  { name: 'area_under_pr', head: 'PR AUC', text: decimals(4), higherIsBetter: true },
  { name: 'log_loss', head: 'LOG LOSS', text: decimals(4) },
  { name: 'mae', head: 'MAE', text: decimals(3) },
  { name: 'smape', head: 'SMAPE', text: (value) => `${value.toFixed(2)}%` },
  { name: 'bias', head: 'BIAS', text: decimals(3) },
  { name: 'r2', head: 'R2', text: decimals(4), higherIsBetter: true },
  { name: 'noise_floor', head: 'NOISE FLOOR', text: decimals(4) },
  { name: 'rmse_to_floor', head: 'OF NOISE FLOOR', text: decimals(3) },
  { name: 'improvement', head: 'BETTER THAN NAIVE', text: percent(1) },
  { name: 'coverage_80', head: 'IN P10 TO P90', text: percent(1) },
  { name: 'rmse_mean', head: 'RMSE MEAN', text: decimals(4) },
  { name: 'rmse_sd', head: 'SD', text: decimals(4) },
  { name: 'rmse_cv', head: 'CV', text: percent(2) },
];

/** Of one repeat among several, which their mean and deviation stand for. */
const REPEAT = /_repeat_\d+$/;
const DIGITS = 4;

/** The metrics that any of some models has: those that are known, then the others under their own names. */
export const metricsOf = (models: readonly Pick<Model, 'metrics'>[]): readonly Metric[] => {
  const names = new Set(models.flatMap(({ metrics }) => Object.keys(metrics ?? {})));
  const known = KNOWN.filter(({ name }) => names.has(name));
  const others = [...names].filter((name) => !REPEAT.test(name) && !KNOWN.some((one) => one.name === name)).sort();
  return [...known, ...others.map(ownMetric)];
};

const ownMetric = (name: string): Metric => ({
  name,
  head: name.replaceAll('_', ' ').toUpperCase(),
  text: (value) => String(Number(value.toPrecision(DIGITS))),
});

/** What a model has of a metric, as text. */
export const textOf = ({ name, text }: Metric, metrics: Model['metrics']): string => {
  const value = metrics?.[name];
  return value === undefined ? '-' : text(value);
};

/** The metric that tells most of one model, with its name: `RMSE 8.8765`. */
export const leadingText = (metrics: Model['metrics']): string => {
  const [leading] = metricsOf([{ metrics }]);
  return leading ? `${leading.head} ${textOf(leading, metrics)}` : '-';
};

/** Models, the best first; as they came where none has a metric that is known to be better low or high. */
export const ranked = <Of extends Pick<Model, 'metrics'>>(models: readonly Of[]): readonly Of[] => {
  const by = KNOWN.find(({ name }) => models.some(({ metrics }) => metrics?.[name] !== undefined));
  if (!by) return models;
  const sign = by.higherIsBetter ? -1 : 1;
  const rank = ({ metrics }: Of): number => sign * (metrics?.[by.name] ?? sign * Number.MAX_VALUE);
  return [...models].sort((one, other) => rank(one) - rank(other));
};
