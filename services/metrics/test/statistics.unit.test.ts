import fc from 'fast-check';
import { evaluationsOf } from '../src/domain/evaluation';
import { stabilityOf, statisticsOf } from '../src/domain/statistics';
import { recordedOf, trainedOf } from './support';

const values = (numbers: readonly number[]) =>
  numbers.map((value, index) => ({ runId: `r${String(index).padStart(3, '0')}`, value }));

describe('statistics over runs', () => {
  it('are those of a sample, in the order of the runs', () => {
    expect(statisticsOf(values([2, 4, 4, 4, 5, 5, 7, 9]).toReversed(), false)).toEqual({
      count: 8,
      mean: 5,
      standardDeviation: expect.closeTo(2.13809, 4),
      coefficientOfVariation: expect.closeTo(0.42762, 4),
      best: { runId: 'r000', value: 2 },
      last: { runId: 'r007', value: 9 },
      trend: expect.closeTo(0.8095, 3),
    });
  });

  it('of one run have no spread, and of none there are none', () => {
    expect(statisticsOf(values([3]), false)).toMatchObject({ count: 1, mean: 3, standardDeviation: null, trend: null });
    expect(statisticsOf([], false)).toBeUndefined();
  });

  it('take the highest for the best where higher is better', () => {
    expect(statisticsOf(values([1, 3, 2]), true)?.best).toEqual({ runId: 'r001', value: 3 });
  });

  it('find the slope of any line, and no spread around a constant', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 2, max: 60 }),
        (slope, start, count) => {
          const line = statisticsOf(values(Array.from({ length: count }, (_, index) => start + slope * index)), false);
          expect(line?.trend).toBeCloseTo(slope, 6);
          const constant = statisticsOf(values(Array<number>(count).fill(start)), false);
          expect(constant).toMatchObject({ standardDeviation: 0, coefficientOfVariation: 0 });
        },
      ),
    );
  });
});

it('stability keeps models, variants and splits apart, and leaves out what lacks the metric', () => {
  const evaluated = [
    trainedOf('r1', 8),
    trainedOf('r2', 9),
    trainedOf('r3', 1, { models: trainedOf('r3', 1).models.map((model) => ({ ...model, split: 'other' })) }),
    trainedOf('r4', 1, { models: trainedOf('r4', 1).models.map((model) => ({ ...model, metrics: { mae: 2 } })) }),
  ].flatMap((report) => evaluationsOf({ ...recordedOf(), report }, undefined));
  expect(
    stabilityOf(evaluated, 'rmse', false).map(({ split, statistics }) => [split, statistics.count, statistics.mean]),
  ).toEqual([
    ['other', 1, 1],
    ['random-70-30-seed-42', 2, 8.5],
  ]);
});
