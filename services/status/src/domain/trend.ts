import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { Evaluation } from './entities';
import { groupBy } from './group-by';

/** A metric of one model, variant and split over the runs; see openapi.yml for each field. */
export interface Trend {
  readonly model: string;
  readonly variant: string;
  readonly split: string;
  readonly metric: string;
  /** The oldest first. */
  readonly points: readonly TrendPoint[];
  readonly stability: Stability;
}

export interface TrendPoint {
  readonly runId: string;
  readonly evaluatedAt: string;
  readonly value: number;
  readonly baseline: number | null;
  readonly withinLimits: boolean | null;
}

export interface Stability {
  readonly points: number;
  readonly mean: number;
  readonly standardDeviation: number | null;
  readonly coefficientOfVariation: number | null;
  readonly limits: Limits | null;
  readonly verdict: 'stable' | 'unstable' | 'too-few-runs';
}

export interface Limits {
  readonly lower: number;
  readonly upper: number;
}

/** Limits of fewer points say nothing. */
const FEWEST_POINTS = 5;
/** How many of the latest points the verdict is about. */
const LATEST_POINTS = 5;
/** 3 / d2 for moving ranges of two. Source: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2 */
const RANGES_TO_LIMIT = 2.66;

/** Limits of an individuals chart; null of too few values. */
export const controlLimits = (values: readonly number[]): Limits | null => {
  if (values.length < FEWEST_POINTS) return null;
  const ranges = values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? value)));
  const reach = RANGES_TO_LIMIT * mean(ranges);
  const centre = mean([...values]);
  return { lower: centre - reach, upper: centre + reach };
};

/** Names of all metrics that the evaluations have. */
export const metricNamesOf = (evaluations: readonly Evaluation[]): string[] =>
  [...new Set(evaluations.flatMap(({ metrics }) => Object.keys(metrics)))].sort();

/**
 * A trend for each model, variant and split that has the metric.
 *
 * @param evaluations - of one pipeline, the newest first
 */
export const trendsOf = (evaluations: readonly Evaluation[], metric: string): Trend[] => {
  const groups = groupBy(
    evaluations.toReversed().filter(({ metrics }) => metrics[metric] !== undefined),
    ({ model, variant, split }) => JSON.stringify([model, variant, split]),
  );
  return [...groups.values()].flatMap((group) => trendOf(group, metric)).sort(byName);
};

const trendOf = (group: readonly Evaluation[], metric: string): Trend[] => {
  const [first] = group;
  if (!first) return [];
  const metricOf = ({ metrics }: Evaluation): number => metrics[metric] ?? Number.NaN;
  const limits = controlLimits(group.map(metricOf));
  const points = group.map(
    (evaluation): TrendPoint => ({
      runId: evaluation.runId,
      evaluatedAt: evaluation.evaluatedAt,
      value: metricOf(evaluation),
      baseline: evaluation.baseline?.[metric] ?? null,
      withinLimits: limits && isWithin(metricOf(evaluation), limits),
    }),
  );
  const { model, variant, split } = first;
  return [{ model, variant, split, metric, points, stability: stabilityOf(points, limits) }];
};

const stabilityOf = (points: readonly TrendPoint[], limits: Limits | null): Stability => {
  const values = points.map(({ value }) => value);
  const centre = mean(values);
  const standardDeviation = values.length < 2 ? null : sampleStandardDeviation(values);
  const isSteady = points.slice(-LATEST_POINTS).every(({ withinLimits }) => withinLimits !== false);
  return {
    points: points.length,
    mean: centre,
    standardDeviation,
    coefficientOfVariation: standardDeviation === null || centre === 0 ? null : standardDeviation / Math.abs(centre),
    limits,
    verdict: limits === null ? 'too-few-runs' : isSteady ? 'stable' : 'unstable',
  };
};

const isWithin = (value: number, { lower, upper }: Limits): boolean => value >= lower && value <= upper;

const byName = (one: Trend, other: Trend): number =>
  one.model.localeCompare(other.model) || one.variant.localeCompare(other.variant) || one.split.localeCompare(other.split);
