import { billedDpuSeconds, jobRunDollars } from '../src/cost/job-run-cost';
import { examplePrices } from '../src/cost/prices';

const standard = { dpuSeconds: null, executionSeconds: 600, workerType: 'G.1X', workers: 4, maxCapacity: 4 };

test.each([
  ['time by workers', standard, 2_400],
  ['a larger worker', { ...standard, workerType: 'G.2X' }, 4_800],
  ['a minute at least', { ...standard, executionSeconds: 8 }, 240],
  ['what Glue metered, where it did', { ...standard, dpuSeconds: 137.5 }, 137.5],
  ['capacity where there is no worker type', { ...standard, workerType: null, workers: null, maxCapacity: 10 }, 6_000],
  ['capacity where the worker type is not known', { ...standard, workerType: 'Z.2X' }, 2_400],
  ['nothing where the size is not known', { ...standard, workerType: null, maxCapacity: null }, null],
])('billed DPU-seconds: %s', (_what, size, expected) => {
  expect(billedDpuSeconds(size)).toBe(expected);
});

test('dollars by execution class', () => {
  expect(jobRunDollars({ dpuSeconds: 3_600, executionClass: 'STANDARD' }, examplePrices)).toBeCloseTo(0.44, 10);
  expect(jobRunDollars({ dpuSeconds: 3_600, executionClass: 'FLEX' }, examplePrices)).toBeCloseTo(0.29, 10);
});
