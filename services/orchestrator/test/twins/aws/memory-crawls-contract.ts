import type { GlueClient } from '@aws-sdk/client-glue';
import { ListCrawlsCommand, StartCrawlerCommand, StopCrawlerCommand } from '@aws-sdk/client-glue';
import { crawlers } from '../../../src/adapters/kinds/crawler';
import type { Execution } from '../../../src/domain/observation';
import type { Work } from '../../../src/domain/work';
import { aCrawl } from '../../factories';

export interface CrawlerUnderTest {
  readonly client: GlueClient;
  /** A crawler that has never crawled, of a folder that makes a new table, and whose crawls end by themselves within seconds. */
  readonly crawlerName: string;
}

const ENDS_WITHIN_MS = 30_000;

/** What the engine needs of crawlers; the twin and the local cloud both have to keep to it. */
export const describeCrawls = (what: string, make: () => CrawlerUnderTest): void => {
  describe(`crawls of ${what}`, () => {
    const workOn = (crawlerName: string): Work<'crawler'> => {
      const work = aCrawl('crawl');
      return { ...work, definition: { ...work.definition, crawlerName } };
    };
    const startOne = async () => {
      const { client, crawlerName } = make();
      const kind = crawlers(client, client, Date.now);
      const work = workOn(crawlerName);
      const answer = await kind.start(work);
      if (answer.type !== 'execution') throw new Error(`it was not started: ${JSON.stringify(answer)}`);
      return { kind, work, executionId: answer.execution.executionId };
    };
    const endOf = async ({ kind, work, executionId }: Awaited<ReturnType<typeof startOne>>): Promise<Execution | null> => {
      const deadline = Date.now() + ENDS_WITHIN_MS;
      for (;;) {
        const seen = await kind.observe(work, { executionId });
        if (seen?.state !== 'RUNNING' || Date.now() > deadline) return seen;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };

    it(
      'have an id from their start, are found by their time, and tell at their end what they changed',
      async () => {
        const before = Date.now();
        const started = await startOne();
        const ended = await endOf(started);
        expect(ended).toMatchObject({
          executionId: started.executionId,
          state: 'SUCCEEDED',
          errorMessage: null,
          billed: { executionClass: 'STANDARD' },
          result: { kind: 'crawl', crawlId: started.executionId, tables: { created: 1, deleted: 0 } },
        });
        expect(ended?.completedAt).toBeGreaterThanOrEqual(ended?.startedAt ?? Number.POSITIVE_INFINITY);
        expect(await started.kind.observe(started.work, { since: before })).toMatchObject({ executionId: started.executionId });

        const again = await startOne();
        expect(again.executionId).not.toBe(started.executionId);
        expect(await started.kind.observe(started.work, { since: before })).toMatchObject({ executionId: started.executionId });
        await endOf(again);
        await again.kind.stop(again.work, again.executionId);
      },
      2 * ENDS_WITHIN_MS,
    );

    it('refuse by name what is not there and what does not run', async () => {
      const { client, crawlerName } = make();
      const notThere = { name: 'EntityNotFoundException' };
      await expect(client.send(new StartCrawlerCommand({ Name: 'no-such-crawler' }))).rejects.toMatchObject(notThere);
      await expect(client.send(new ListCrawlsCommand({ CrawlerName: 'no-such-crawler' }))).rejects.toMatchObject(notThere);
      await expect(client.send(new StopCrawlerCommand({ Name: crawlerName }))).rejects.toMatchObject({
        name: 'CrawlerNotRunningException',
      });
    });
  });
};
