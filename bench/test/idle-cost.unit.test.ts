import { idleCosts } from '../idle-cost/model';
import prices from '../idle-cost/prices.json';

it('adds up what is paid while nothing runs', () => {
  const lines = idleCosts({ alarms: 10, dashboards: 1, queuesRead: 1, sweeps: 1 }, prices);
  // One queue: 5 threads x 3 requests a minute x 43,200 minutes = 648,000 requests; one sweep: 21,600 calls of 0.25 GB-s.
  expect(lines.map(({ dollars }) => Number(dollars.toFixed(4)))).toEqual([1, 3, 0.2592, 0.1429]);
});
