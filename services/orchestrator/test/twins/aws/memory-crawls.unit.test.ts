import { CrawlerRunningException, GlueClient, StartCrawlerCommand } from '@aws-sdk/client-glue';
import { T0 } from '../../factories';
import { directClientOf } from './client-twin';
import { memoryCrawls } from './memory-crawls';
import { describeCrawls } from './memory-crawls-contract';

const crawlerName = 'relay-local-contract';
const twin = memoryCrawls({
  clock: Date.now,
  hasCrawler: (name) => name === crawlerName,
  onStart: ({ crawlId }) => setTimeout(() => twin.end(crawlId, 'COMPLETED'), 5),
});
const client = directClientOf(GlueClient, twin.answer);

describeCrawls('the twin', () => ({ client, crawlerName }));

it('crawls once at a time', async () => {
  const busy = memoryCrawls({ clock: () => T0 });
  const start = () => directClientOf(GlueClient, busy.answer).send(new StartCrawlerCommand({ Name: crawlerName }));
  await start();
  await expect(start()).rejects.toThrow(CrawlerRunningException);
});
