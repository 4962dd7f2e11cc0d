import type { ColumnProfile } from '@glue-relay/shared/job-report';
import { DEFAULT_DRIFT_RULE as RULE } from '@glue-relay/shared/pipeline/quality-rules';
import fc from 'fast-check';
import { controlLimits } from '../src/domain/drift/control-limits';
import type { Figure } from '../src/domain/drift/finding';
import { findingOf } from '../src/domain/drift/finding';
import { inputFigures, shiftFindings, shiftsOf } from '../src/domain/drift/input-figures';
import { modelFigures } from '../src/domain/drift/model-figures';
import { stabilityIndex } from '../src/domain/drift/stability-index';
import { evaluationsOf } from '../src/domain/evaluation';
import { recordedOf, reportOf } from './support';

const profile = (counts: readonly number[], column = 'sales', missing = 0): ColumnProfile => ({
  column,
  missing,
  rows: counts.reduce((sum, count) => sum + count, missing),
  bins: counts.map((count, index) => ({ label: `b${index}`, upper: index, count })),
});

describe('control limits', () => {
  it('are those of the NIST example for individuals', () => {
    // NIST/SEMATECH e-Handbook 6.3.2.2: flowrates of ten batches, mean 50.81, mean moving range 1.8778.
    const flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];
    const { lower, upper } = controlLimits(flow, 3, 0);
    expect(upper).toBeCloseTo(55.8041, 2);
    expect(lower).toBeCloseTo(45.8159, 2);
  });

  it('are never closer to the mean than the tolerance', () => {
    expect(controlLimits([5, 5, 5], 3, 0.5)).toEqual({ lower: 4.5, upper: 5.5 });
  });
});

describe('population stability', () => {
  const counts = fc
    .array(fc.nat({ max: 10_000 }), { minLength: 2, maxLength: 12 })
    .filter((some) => some.some((count) => count > 0));

  it('is nothing for the same distribution, whatever the size', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 5 }), (some, times) => {
        expect(stabilityIndex(profile(some), Array<ColumnProfile>(times).fill(profile(some)))).toBeLessThan(0.5);
        expect(stabilityIndex(profile(some), [profile(some)])).toBeCloseTo(0, 12);
      }),
    );
  });

  it('is never negative, and the same both ways', () => {
    const pairs = fc.integer({ min: 2, max: 8 }).chain((length) => {
      const side = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: length, maxLength: length });
      return fc.tuple(side, side);
    });
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        const there = stabilityIndex(profile(one), [profile(other)]) ?? Number.NaN;
        expect(there).toBeGreaterThanOrEqual(0);
        expect(stabilityIndex(profile(other), [profile(one)])).toBeCloseTo(there, 10);
      }),
    );
  });

  it('is that of the formula', () => {
    // (0.6-0.4)ln(0.6/0.4) + (0.4-0.6)ln(0.4/0.6), the half counts hardly tell.
    expect(stabilityIndex(profile([60_000, 40_000]), [profile([40_000, 60_000])])).toBeCloseTo(0.16219, 3);
  });

  it('cannot be told of nothing, or of bins cut otherwise', () => {
    expect(stabilityIndex(profile([1, 2]), [])).toBeUndefined();
    expect(stabilityIndex(profile([0, 0]), [profile([1, 2])])).toBeUndefined();
    const otherwise = { ...profile([1, 2]), bins: [{ label: 'else', upper: null, count: 3 }] };
    expect(stabilityIndex(profile([1, 2]), [otherwise])).toBeUndefined();
  });

  it('is a warning when moderate and an alarm when significant', () => {
    const found = (now: readonly number[]) =>
      shiftFindings(
        'clean',
        shiftsOf({ ...reportOf(), profile: [profile(now)] }, [{ ...reportOf(), profile: [profile([500, 500])] }]),
        RULE,
      );
    expect(found([520, 480])).toEqual([]);
    expect(found([690, 310])).toMatchObject([
      { severity: 'warning', subject: 'clean/sales', limits: { upper: 0.1 }, runsCompared: 1 },
    ]);
    expect(found([900, 100])).toMatchObject([{ severity: 'alarm', limits: { upper: 0.25 } }]);
  });
});

describe('a figure', () => {
  const figure: Figure = {
    kind: 'row-count',
    subject: 's',
    name: 'It',
    value: 10,
    history: [5, 6, 5, 6, 5],
    tolerance: 0,
    sides: 'both',
  };

  it('is a finding outside its limits only', () => {
    expect(findingOf(figure, RULE)).toMatchObject([
      { value: 10, runsCompared: 5, message: expect.stringMatching(/It is 10, above 8.06/) },
    ]);
    expect(findingOf({ ...figure, value: 5.5 }, RULE)).toEqual([]);
    expect(findingOf({ ...figure, value: 1 }, RULE)).toMatchObject([{ message: expect.stringMatching(/It is 1, below 2.74/) }]);
  });

  it('may fall where only a rise is drift', () => {
    expect(findingOf({ ...figure, value: -9, sides: 'upper' }, RULE)).toEqual([]);
  });

  it('has no limits while there are too few runs', () => {
    expect(findingOf({ ...figure, history: [5, 5, 5, 5] }, RULE)).toEqual([]);
  });
});

describe('figures of an input', () => {
  it('are rows, quarantined rows and missing values, beside those of earlier runs', () => {
    const now = {
      ...reportOf({ step: 'clean', rows: { in: 200, out: 190, quarantined: 10 } }),
      profile: [profile([150, 30], 'sales', 20)],
    };
    const past = { ...now, rows: { in: 100, out: 100, quarantined: 0 }, profile: [profile([90, 10])] };
    expect(inputFigures(now, [past], RULE).map(({ subject, value, history }) => [subject, value, history])).toEqual([
      ['clean/rows', 200, [100]],
      ['clean/quarantined', 0.05, [0]],
      ['clean/sales', 0.1, [0]],
    ]);
  });

  it('of an empty input are shares of nothing: 0', () => {
    const empty = { ...reportOf({ rows: { in: 0, out: 0, quarantined: 0 } }), profile: [profile([])] };
    expect(inputFigures(empty, [], RULE).map(({ value }) => value)).toEqual([0, 0, 0]);
  });
});

describe('figures of a model', () => {
  const of = (metrics: Record<string, number>) => {
    const recorded = recordedOf({ models: reportOf().models.map((model) => ({ ...model, metrics })) });
    return evaluationsOf(recorded, undefined)[0] as NonNullable<ReturnType<typeof evaluationsOf>[0]>;
  };

  it('are the deciding metric, error and bias, those that there are', () => {
    const figures = modelFigures(of({ mae: 3, rmse: 8 }), [of({ mae: 2, rmse: 8 })], 'mae', RULE);
    expect(figures.map(({ subject, history }) => [subject, history])).toEqual([
      ['linear-regression/mae', [2]],
      ['linear-regression/rmse', [8]],
    ]);
  });

  it('give bias the size of the error as its tolerance, for it lies about 0', () => {
    const history = [0.01, -0.01, 0.02, 0, -0.02].map((bias) => of({ rmse: 8, bias }));
    const [, bias] = modelFigures(of({ rmse: 8, bias: 0.05 }), history, 'rmse', RULE);
    expect(bias?.tolerance).toBeCloseTo(0.08);
    expect(bias && findingOf(bias, RULE)).toEqual([]);
  });
});
