import type { ChampionDecision, Models, PipelineModels, Series, SeriesIndex } from '../../../page/src/api/types';
import { at, CHAMPION, RUN } from './pieces';
import { run } from './runs';

const contender = { runId: CHAMPION, model: 'poisson-regression', variant: 'classic', split: 'random', value: 7.71 };
const decision: ChampionDecision = {
  pipeline: 'demand-forecast',
  sequence: 7,
  outcome: 'promoted',
  metric: 'rmse',
  higherIsBetter: false,
  challenger: contender,
  previous: { ...contender, runId: '20261101T000000Z-000000000000', value: 8.02 },
  champion: contender,
  reason: 'rmse 7.71 is 3.9% better than 8.02 of the champion.',
  decidedBy: 'policy',
  decidedAt: '2026-11-11T00:04:00.000Z',
};

const evaluated = { runId: RUN, evaluatedAt: at('00:03:29') };

export const models: Models = {
  models: [
    ...run.models.map(({ model, variant, split, metrics }) => ({
      ...evaluated,
      pipeline: 'demand-forecast',
      model,
      variant,
      split,
      metrics,
    })),
    {
      ...evaluated,
      pipeline: 'bank-deposit',
      model: 'logistic-regression',
      variant: 'before-call',
      split: 'hash-80-20',
      metrics: { area_under_roc: 0.6599, accuracy: 0.6242 },
    },
  ],
  champions: [decision],
};

const VALUES = [8.02, 7.95, 7.99, 8.08, 7.9, 7.84, 7.93, 7.88, 7.95, 7.71, 9.8, 7.81];
const trendOf = (model: string, shift: number): PipelineModels['trends'][number] => ({
  model,
  variant: 'classic',
  split: 'random',
  metric: 'rmse',
  points: VALUES.map((value, index) => ({
    runId: index === 9 ? CHAMPION : `202611${String(index + 1).padStart(2, '0')}T000000Z-00000000000a`,
    evaluatedAt: `2026-11-${String(index + 1).padStart(2, '0')}T00:04:00.000Z`,
    value: value + shift,
    baseline: 10.2,
    withinLimits: value < 9,
  })),
  stability: {
    points: VALUES.length,
    mean: 8.07 + shift,
    standardDeviation: 0.55,
    coefficientOfVariation: 0.068,
    limits: { lower: 7.2 + shift, upper: 8.9 + shift },
    verdict: 'unstable',
  },
});

export const pipelineModels: PipelineModels = {
  pipeline: 'demand-forecast',
  metric: 'rmse',
  metrics: ['rmse', 'smape'],
  trends: [trendOf('poisson-regression', 0), trendOf('random-forest', 0.6)],
  champion: contender,
  decisions: [
    decision,
    {
      ...decision,
      sequence: 6,
      outcome: 'kept',
      reason: 'rmse 8.10 is not better than 8.02.',
      decidedAt: '2026-11-10T00:04:00.000Z',
    },
  ],
  drift: [],
};

export const seriesIndex: SeriesIndex & { schemaVersion: 1 } = {
  schemaVersion: 1,
  title: 'Daily sales',
  dimensions: ['store', 'item'],
  series: ['1', '2', '10'].flatMap((store) =>
    ['1', '2'].map((item) => ({ seriesId: `store-${store}.item-${item}`, keys: { store, item }, file: 'part-0000' })),
  ),
};

/** 60 days of actual sales and 74 of forecast. */
export const series = (seriesId: string): Series & { schemaVersion: 1 } => {
  const days = Array.from({ length: 74 }, (_none, day) => day);
  const level = (day: number): number => 20 + 6 * Math.sin((2 * Math.PI * day) / 7) + day / 10;
  const values = days.map((day) => level(day) + 0.6);
  return {
    schemaVersion: 1,
    seriesId,
    keys: seriesIndex.series.find((known) => known.seriesId === seriesId)?.keys ?? {},
    unit: 'sales per day',
    times: days.map((day) => new Date(Date.UTC(2017, 10, 1 + day)).toISOString().slice(0, 10)),
    actual: days.map((day) => (day < 60 ? Math.round(level(day) + 3 * Math.sin(day * 5)) : null)),
    forecasts: [
      { model: 'poisson-regression', values, lower: values.map((value) => value - 4), upper: values.map((value) => value + 4) },
    ],
  };
};
