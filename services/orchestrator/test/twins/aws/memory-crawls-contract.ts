import type { GlueClient } from '@aws-sdk/client-glue';
import { ListCrawlsCommand, StartCrawlerCommand, StopCrawlerCommand } from '@aws-sdk/client-glue';

export interface CrawlerUnderTest {
  readonly client: GlueClient;
  /** A crawler that has never crawled, and whose crawls take longer than the test. */
  readonly crawlerName: string;
}

/** What the engine needs of crawlers; the twin and the local cloud both have to keep to it. */
export const describeCrawls = (what: string, make: () => CrawlerUnderTest): void => {
  describe(`crawls of ${what}`, () => {
    const list = async () => {
      const { client, crawlerName } = make();
      return (await client.send(new ListCrawlsCommand({ CrawlerName: crawlerName, MaxResults: 100 }))).Crawls ?? [];
    };

    it('are listed from their start, one at a time, and are over once they are stopped', async () => {
      const { client, crawlerName } = make();
      expect(await list()).toEqual([]);
      const before = Date.now();

      await client.send(new StartCrawlerCommand({ Name: crawlerName }));
      await expect(client.send(new StartCrawlerCommand({ Name: crawlerName }))).rejects.toMatchObject({
        name: 'CrawlerRunningException',
      });
      const [crawl] = await list();
      expect(crawl).toMatchObject({ CrawlId: expect.any(String), State: 'RUNNING' });
      expect(crawl?.StartTime?.getTime()).toBeGreaterThanOrEqual(Math.floor(before / 1000) * 1000);

      await client.send(new StopCrawlerCommand({ Name: crawlerName }));
      await untilStopped(list);
      const [stopped] = await list();
      expect(stopped).toMatchObject({ CrawlId: crawl?.CrawlId, State: 'STOPPED', EndTime: expect.any(Date) });
    });

    it('refuse what is not there by name', async () => {
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

const STOPPED_WITHIN_MS = 20_000;

const untilStopped = async (list: () => Promise<readonly { State?: string | undefined }[]>): Promise<void> => {
  const deadline = Date.now() + STOPPED_WITHIN_MS;
  while ((await list())[0]?.State === 'RUNNING' && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
};
