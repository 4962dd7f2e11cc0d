import { GlueClient } from '@aws-sdk/client-glue';
import { directClientOf } from './client-twin';
import { memoryCrawls } from './memory-crawls';
import { describeCrawls } from './memory-crawls-contract';

const crawlerName = 'relay-local-contract';
const twin = memoryCrawls({
  clock: Date.now,
  hasCrawler: (name) => name === crawlerName,
  onStop: ({ crawlId }) => setImmediate(() => twin.end(crawlId, 'STOPPED')),
});
const client = directClientOf(GlueClient, twin.answer);

describeCrawls('the twin', () => ({ client, crawlerName }));
