import { linearRegression, mean, sampleStandardDeviation } from 'simple-statistics';
import type { Evaluation } from './evaluation';

/** How a metric of one model's variant went over some runs; null is what so few values do not give. */
export interface Statistics {
  readonly count: number;
  readonly mean: number;
  /** Of a sample (n - 1). */
  readonly standardDeviation: number | null;
  /** Standard deviation by the absolute mean: stability on a scale that models share. */
  readonly coefficientOfVariation: number | null;
  readonly best: { readonly runId: string; readonly value: number };
  readonly last: { readonly runId: string; readonly value: number };
  /** Slope of the least-squares line: change from one run to the next. */
  readonly trend: number | null;
}

/** A model's variant on one split: values of different splits do not compare. */
export interface Stability {
  readonly model: string;
  readonly variant: string;
  readonly split: string;
  readonly statistics: Statistics;
}

/**
 * Statistics per model, variant and split, of the evaluations that have the metric.
 *
 * @param evaluations - in any order; run ids sort by time
 */
export const stabilityOf = (evaluations: readonly Evaluation[], metric: string, higherIsBetter: boolean): Stability[] => {
  const groups = new Map<string, Evaluation[]>();
  for (const evaluation of evaluations.filter(({ metrics }) => metrics[metric] !== undefined)) {
    const name = nameOf(evaluation);
    groups.set(name, [...(groups.get(name) ?? []), evaluation]);
  }
  return [...groups.values()]
    .flatMap((group) => {
      const values = group.map(({ runId, metrics }) => ({ runId, value: metrics[metric] ?? Number.NaN }));
      const statistics = statisticsOf(values, higherIsBetter);
      const [first] = group;
      return first && statistics ? [{ model: first.model, variant: first.variant, split: first.split, statistics }] : [];
    })
    .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
};

/** Statistics of values by run; undefined of none. */
export const statisticsOf = (
  values: readonly { readonly runId: string; readonly value: number }[],
  higherIsBetter: boolean,
): Statistics | undefined => {
  const ordered = values.toSorted((one, other) => (one.runId < other.runId ? -1 : 1));
  const last = ordered.at(-1);
  if (!last) return undefined;
  const numbers = ordered.map(({ value }) => value);
  const average = mean(numbers);
  const isSeveral = numbers.length > 1;
  const deviation = isSeveral ? sampleStandardDeviation(numbers) : null;
  return {
    count: numbers.length,
    mean: average,
    standardDeviation: deviation,
    coefficientOfVariation: deviation === null || average === 0 ? null : deviation / Math.abs(average),
    best: ordered.reduce((best, each) => (isBetter(each.value, best.value, higherIsBetter) ? each : best)),
    last,
    trend: isSeveral ? linearRegression(numbers.map((value, index) => [index, value])).m : null,
  };
};

export const isBetter = (value: number, than: number, higherIsBetter: boolean): boolean =>
  higherIsBetter ? value > than : value < than;

const nameOf = ({ model, variant, split }: Pick<Evaluation, 'model' | 'variant' | 'split'>): string =>
  JSON.stringify([model, variant, split]);
