import { GlueClient } from '@aws-sdk/client-glue';
import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { pipelinesInCrawlerName } from '@glue-relay/shared/pipeline/names';
import { crawlers } from '../../src/adapters/kinds/crawler';
import { acceptDataset } from '../../src/app/accept-dataset';
import { receiveCrawlerEvent } from '../../src/app/receive-glue-event';
import { aCrawlerStep, aPipeline, T0 } from '../factories';
import { directClientOf } from '../twins/aws/client-twin';
import { memoryCrawls } from '../twins/aws/memory-crawls';
import { memoryKinds } from '../twins/memory-kinds';
import { memoryStore } from '../twins/memory-store';

const PIPELINE = 'bank-deposit';
const crawlerName = 'relay-local-bank-deposit-crawl-raw';

const prepare = () => {
  const clock = () => T0 + 1;
  const twin = memoryCrawls({ clock });
  const client = directClientOf(GlueClient, twin.answer);
  const store = memoryStore();
  const counted: string[] = [];
  const ports = {
    ...memoryKinds({ crawler: crawlers(client, client, clock) }),
    store,
    clock,
    telemetry: { count: (metric: string) => counted.push(metric), info: () => {} },
    sendWakes: async () => {},
    findJobRun: async () => null,
    stage: 'local',
  };
  const definition = aPipeline([aCrawlerStep('crawl-raw', { crawlerName })], { pipeline: PIPELINE });
  const accept = () =>
    acceptDataset(
      { ...ports, pipeline: async () => definition },
      { ...datasetAccepted.example, pipeline: PIPELINE },
      { type: 'dataset-accepted', id: 'e' },
    );
  const hear = (name: string) => receiveCrawlerEvent(ports, { crawlerName: name }, { type: 'glue-event', id: 'g' });
  return { twin, store, counted, accept, hear };
};

it('wakes the run that waits for the crawler, which then asks Glue what became of its crawl', async () => {
  const { twin, store, accept, hear } = prepare();
  await accept();
  await hear(crawlerName);
  expect(store.runs()[0]?.status.state).toBe('RUNNING');
  twin.end('crawl-1', 'COMPLETED');
  await hear(crawlerName);
  expect(store.runs()[0]).toMatchObject({
    status: { state: 'SUCCEEDED' },
    steps: { 'crawl-raw': { executionId: 'crawl-1', result: { tables: { created: 1 }, partitions: { created: 3 } } } },
  });
});

it.each(['relay-local-bank-deposit-other', 'relay-prod-bank-deposit-crawl-raw', 'theirs'])('leaves %s alone', async (name) => {
  const { counted, accept, hear } = prepare();
  await accept();
  await hear(name);
  expect(counted).toContain('ForeignGlueEvent');
});

it('reads every pipeline out of a crawler name that it may be of', () => {
  expect(pipelinesInCrawlerName('local', crawlerName)).toEqual(['bank', 'bank-deposit', 'bank-deposit-crawl']);
  expect(pipelinesInCrawlerName('prod', crawlerName)).toEqual([]);
});
