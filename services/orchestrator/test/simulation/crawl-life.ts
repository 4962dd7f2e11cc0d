import { ListCrawlsCommand, StartCrawlerCommand, StopCrawlerCommand } from '@aws-sdk/client-glue';
import { glueCrawlerStateChange } from '@glue-relay/shared/events/aws-events';
import { MINUTE } from '../factories';
import type { Answer } from '../twins/aws/client-twin';
import type { MemoryCrawls, StoredCrawl } from '../twins/aws/memory-crawls';
import { memoryCrawls } from '../twins/aws/memory-crawls';
import { announceBadly } from './announce';
import type { EventRates } from './glue-life';
import type { Random } from './random';
import type { Scheduler } from './scheduler';

export interface CrawlLifeOptions {
  readonly random: Random;
  readonly time: Scheduler;
  readonly events: EventRates;
  readonly announce: (event: { readonly source: string; readonly 'detail-type': string; readonly detail: unknown }) => void;
}

/** How a crawl ends, what Glue says of it, and how its event puts it. */
const outcomes = [
  ['COMPLETED', null],
  ['COMPLETED', null],
  ['COMPLETED', null],
  ['COMPLETED', null],
  ['FAILED', 'Insufficient Lake Formation permission(s)'],
  ['STOPPED', null],
] as const;
const EVENT_STATES = { COMPLETED: 'Succeeded', FAILED: 'Failed', STOPPED: 'Stopped' } as const;

const LONGEST_STOP_MS = 20_000;

/** Crawlers whose crawls end, by themselves or as they are stopped, and are told of as well as Glue does. */
export const livingCrawls = ({ random, time, events, announce }: CrawlLifeOptions): MemoryCrawls => {
  const end = ({ crawlId, crawlerName }: StoredCrawl, state: keyof typeof EVENT_STATES, message: string | null): void => {
    if (!crawls.end(crawlId, state, message)) return;
    const { source, detailType } = glueCrawlerStateChange;
    const event = { source, 'detail-type': detailType, detail: { crawlerName, state: EVENT_STATES[state] } };
    announceBadly({ random, time, events }, () => announce(event));
  };
  const crawls = memoryCrawls({
    clock: time.now,
    onStart: (crawl) => {
      const [state, message] = random.pick(outcomes);
      time.at(time.now() + random.between(1, 4 * MINUTE), () => end(crawl, state, message));
    },
    onStop: (crawl) => time.at(time.now() + random.between(0, LONGEST_STOP_MS), () => end(crawl, 'STOPPED', null)),
  });
  return crawls;
};

const CRAWLER_COMMANDS: ReadonlySet<unknown> = new Set([StartCrawlerCommand, StopCrawlerCommand, ListCrawlsCommand]);

/** Glue with its jobs and its crawlers. */
export const glueOf =
  (jobs: Answer, crawls: Answer): Answer =>
  (command) =>
    CRAWLER_COMMANDS.has(command.constructor) ? crawls(command) : jobs(command);
