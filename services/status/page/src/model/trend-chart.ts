import type { Contender, Trend, TrendPoint } from '../api/types';
import { formatMetric } from './format';

/** Columns of a trend's chart: when, the metric, the baseline, those outside the limits, and the champion. */
export interface TrendColumns {
  readonly seconds: readonly number[];
  readonly values: readonly number[];
  readonly baseline: readonly (number | null)[];
  readonly outside: readonly (number | null)[];
  readonly champion: readonly (number | null)[];
}

export const trendColumns = (trend: Trend, champion: Contender | null): TrendColumns => {
  const only = (chosen: (point: TrendPoint) => boolean): (number | null)[] =>
    trend.points.map((point) => (chosen(point) ? point.value : null));
  return {
    seconds: trend.points.map(({ evaluatedAt }) => Date.parse(evaluatedAt) / 1000),
    values: trend.points.map(({ value }) => value),
    baseline: trend.points.map(({ baseline }) => baseline),
    outside: only(({ withinLimits }) => withinLimits === false),
    champion: only(({ runId }) => isChampion(trend, runId, champion)),
  };
};

/** Whether a run's model in a trend is the champion. */
export const isChampion = ({ model, variant, split }: Trend, runId: string, champion: Contender | null): boolean =>
  champion !== null &&
  champion.runId === runId &&
  champion.model === model &&
  champion.variant === variant &&
  champion.split === split;

const VERDICTS: Readonly<Record<Trend['stability']['verdict'], string>> = {
  stable: 'Stable',
  unstable: 'Unstable: one of the latest 5 runs is outside the limits',
  'too-few-runs': 'Too few runs for limits (5 are needed)',
};

export const verdictOf = ({ stability }: Trend): string => VERDICTS[stability.verdict];

/** The chart in a sentence. */
export const trendInWords = (trend: Trend): string => {
  const { limits, mean } = trend.stability;
  const latest = trend.points.at(-1)?.value ?? null;
  return `${trend.metric} of ${trend.model} over ${trend.points.length} runs: latest ${formatMetric(latest)}, mean ${formatMetric(mean)}${
    limits ? `, control limits ${formatMetric(limits.lower)} to ${formatMetric(limits.upper)}` : ''
  }. ${verdictOf(trend)}.`;
};
