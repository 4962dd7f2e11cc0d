import { rejectionOf, remarksOn, storyOf } from '../story';
import { apiOver } from '../support';
import type { PageServer } from './page-server';
import { startPageServer } from './page-server';
import { seeRun } from './real-page';

const RUN = '20261112T000000Z-3f2a9c41d07b';
const REJECTED = '20261112T000250Z-eeeeeeeeeeee';

let server: PageServer;

beforeAll(async () => {
  const { ask } = await apiOver([...storyOf(RUN, 0), ...remarksOn(RUN), rejectionOf(REJECTED)]);
  server = await startPageServer(async (path) => ask(`/${path}`));
}, 30_000);
afterAll(() => server.close());

it('shows what the real routes answer from events of the bus', async () => {
  const { heading, timeline, text, faults } = await seeRun(server.url, RUN, [
    '#/',
    '#/runs',
    '#/pipelines/demand-forecast',
    '#/models',
    '#/models/demand-forecast',
    '#/alerts',
    '#/costs?days=90',
    '#/jobs',
    '#/health',
    '#/rejected',
    `#/runs/${REJECTED}`,
    '#/datasets/raw%2Ftrain.csv',
  ]);
  expect(faults).toEqual([]);
  expect(heading).toBe('raw/train.csv');
  expect(timeline).toContain('clean: attempt 1 failed, 3 s, then waits for the next attempt 2 s, then attempt 2 succeeded, 2 s');
  for (const words of [
    'Took longer than 120 minutes.',
    '913,000',
    'One active alert',
    'Name the columns date, store, item, sales',
    'Too few runs for limits',
    'relay-local-demand-forecast-features',
    '$0.029 together',
    'All well',
    'Version IYV3p45BT0ac8hjHg1houSdS1a.Mro8e',
  ]) {
    expect(text).toContain(words);
  }
}, 60_000);
