import { GlueClient, StartCrawlerCommand } from '@aws-sdk/client-glue';
import fc from 'fast-check';
import { crawlResultOf } from '../../src/adapters/kinds/crawl-summary';
import { crawlers } from '../../src/adapters/kinds/crawler';
import { aCrawl, T0 } from '../factories';
import { directClientOf } from '../twins/aws/client-twin';
import type { CrawlsOptions } from '../twins/aws/memory-crawls';
import { memoryCrawls } from '../twins/aws/memory-crawls';

const work = aCrawl('crawl');
const NAME = work.definition.crawlerName;

const over = (given: Partial<CrawlsOptions> = {}) => {
  let now = T0 + 5;
  const twin = memoryCrawls({ clock: () => now, ...given });
  const client = directClientOf(GlueClient, twin.answer);
  const kind = crawlers(client, client, () => now);
  const someoneStarts = () => client.send(new StartCrawlerCommand({ Name: NAME }));
  return { twin, kind, someoneStarts, pass: (ms: number) => (now += ms) };
};

describe('starting a crawl', () => {
  it('names the crawl that it started', async () => {
    const { kind, twin, someoneStarts, pass } = over();
    await someoneStarts();
    pass(10);
    twin.end('crawl-1', 'COMPLETED');
    expect(await kind.start(work)).toMatchObject({ type: 'execution', execution: { executionId: 'crawl-2', state: 'RUNNING' } });
  });

  it('waits while the crawler is at another crawl, which is none of its own', async () => {
    const { kind, someoneStarts } = over();
    await someoneStarts();
    expect(await kind.start(work)).toMatchObject({ type: 'no-capacity', mayHaveStarted: false });
  });

  it('is searched for again where Glue does not list it yet', async () => {
    let isListed = false;
    const { kind } = over({ isListed: () => isListed });
    const answer = await kind.start(work);
    expect(answer).toMatchObject({ type: 'no-capacity', mayHaveStarted: true, startedSince: T0 });
    isListed = true;
    expect(await kind.observe(work, { since: T0 })).toMatchObject({ executionId: 'crawl-1' });
  });

  it('names its own where Glue tells whole seconds and another crawl began and ended in the very second', async () => {
    const { kind, twin, someoneStarts, pass } = over({ wholeSeconds: true });
    await someoneStarts();
    pass(10);
    twin.end('crawl-1', 'FAILED');
    expect(await kind.start(work)).toMatchObject({ type: 'execution', execution: { executionId: 'crawl-2' } });
  });

  it('is refused where there is no such crawler', async () => {
    const { kind } = over({ hasCrawler: () => false });
    expect(await kind.start(work)).toMatchObject({ type: 'refused' });
    expect(await kind.observe(work, { since: T0 })).toBeNull();
  });
});

describe('searching for a crawl that may have been started', () => {
  it('takes the first that began since, and never one that began before', async () => {
    const { kind, twin, someoneStarts, pass } = over();
    pass(400);
    for (let crawl = 1; crawl <= 3; crawl += 1) {
      await someoneStarts();
      twin.end(`crawl-${crawl}`, 'COMPLETED');
      pass(100);
    }
    expect(await kind.observe(work, { since: T0 + 450 })).toMatchObject({ executionId: 'crawl-2' });
    expect(await kind.observe(work, { since: T0 + 606 })).toBeNull();
  });

  it('never takes one that began before, however exactly Glue tells times, and its own in the next second at the latest', () =>
    fc.assert(
      fc.asyncProperty(fc.boolean(), fc.nat(2_500), fc.nat(2_500), async (wholeSeconds, theirs, owed) => {
        const { kind, someoneStarts, pass } = over({ wholeSeconds });
        pass(theirs);
        await someoneStarts();
        const began = T0 + 5 + theirs;
        const found = await kind.observe(work, { since: T0 + owed });
        if (began < T0 + owed) expect(found).toBeNull();
        if (began >= T0 + owed + 1_000) expect(found).toMatchObject({ executionId: 'crawl-1' });
      }),
    ));
});

it('is found once Glue lists it, though Glue tells whole seconds and another crawl ended just before', () =>
  fc.assert(
    fc.asyncProperty(fc.boolean(), fc.integer({ min: 1_000, max: 9_000 }), async (wholeSeconds, later) => {
      let isListed = true;
      const { kind, twin, someoneStarts, pass } = over({ wholeSeconds, isListed: () => isListed });
      await someoneStarts();
      pass(later);
      twin.end('crawl-1', 'COMPLETED');
      isListed = false;
      const answer = await kind.start(work);
      isListed = true;
      const since = answer.type === 'no-capacity' ? answer.startedSince : undefined;
      expect(await kind.observe(work, { since: since ?? 0 })).toMatchObject({ executionId: 'crawl-2' });
    }),
  ));

it('tells what a crawl changed, how long it took and what Glue bills, ten minutes at least', async () => {
  const { kind, twin, pass } = over();
  await kind.start(work);
  pass(60_000);
  twin.end('crawl-1', 'COMPLETED');
  expect(await kind.observe(work, { executionId: 'crawl-1' })).toMatchObject({
    state: 'SUCCEEDED',
    executionSeconds: 60,
    // 0.1 DPU-hours in a minute are 6 DPUs, which are billed for ten.
    billed: { dpuSeconds: 3600, executionClass: 'STANDARD' },
    result: {
      kind: 'crawl',
      crawlId: 'crawl-1',
      tables: { created: 1, updated: 0, deleted: 0 },
      partitions: { created: 3, updated: 1, deleted: 0 },
    },
  });
});

describe('stopping a crawl', () => {
  it('asks Glue once, and is content where it is being stopped or over already', async () => {
    const { kind, twin } = over();
    await kind.start(work);
    await kind.stop(work, 'crawl-1');
    expect(twin.all()).toMatchObject([{ state: 'STOPPING' }]);
    await kind.stop(work, 'crawl-1');
    twin.end('crawl-1', 'STOPPED');
    await kind.stop(work, 'crawl-1');
    expect(await kind.observe(work, { executionId: 'crawl-1' })).toMatchObject({ state: 'STOPPED' });
  });

  it('leaves the crawl of another alone', async () => {
    const { kind, twin, someoneStarts } = over();
    await kind.start(work);
    twin.end('crawl-1', 'COMPLETED');
    await someoneStarts();
    await kind.stop(work, 'crawl-1');
    expect(twin.all().at(-1)).toMatchObject({ crawlId: 'crawl-2', state: 'RUNNING' });
  });
});

it.each([
  ['nothing at all', undefined],
  ['no JSON', 'no changes'],
  ['another form', '["TABLE"]'],
])('takes a summary that says %s for no change', (_, summary) => {
  const none = { created: 0, updated: 0, deleted: 0 };
  expect(crawlResultOf('c', summary)).toEqual({ kind: 'crawl', crawlId: 'c', tables: none, partitions: none });
});

it('counts by name where a summary has no count', () => {
  const summary = JSON.stringify({ TABLE: { UPDATE: { Details: { names: ['a', 'b'] } } } });
  expect(crawlResultOf('c', summary).tables).toEqual({ created: 0, updated: 2, deleted: 0 });
});
