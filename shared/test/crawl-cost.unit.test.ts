import { billedCrawlOf } from '../src/cost/crawl-cost';

it.each([
  ['ten minutes at least', { dpuHours: 0.1, seconds: 60 }, 3_600],
  ['by the second beyond', { dpuHours: 0.5, seconds: 900 }, 1_800],
])('bills %s', (_, size, dpuSeconds) => {
  expect(billedCrawlOf(size)?.dpuSeconds).toBeCloseTo(dpuSeconds, 6);
});

it('knows of no bill where the DPUs are not known', () => {
  expect(billedCrawlOf({ dpuHours: null, seconds: 60 })).toBeNull();
  expect(billedCrawlOf({ dpuHours: 0.1, seconds: 0 })).toBeNull();
});
