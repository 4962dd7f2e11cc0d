import type {
  CrawlerHistory,
  ListCrawlsCommandInput,
  StartCrawlerCommandInput,
  StopCrawlerCommandInput,
} from '@aws-sdk/client-glue';
import {
  CrawlerNotRunningException,
  CrawlerRunningException,
  CrawlerStoppingException,
  EntityNotFoundException,
  ListCrawlsCommand,
  StartCrawlerCommand,
  StopCrawlerCommand,
} from '@aws-sdk/client-glue';
import type { Answer } from './client-twin';
import { answering, on } from './client-twin';

type CrawlEnd = 'COMPLETED' | 'FAILED' | 'STOPPED';

export interface StoredCrawl {
  readonly crawlerName: string;
  readonly crawlId: string;
  readonly startedAt: number;
  readonly state: 'RUNNING' | 'STOPPING' | CrawlEnd;
  readonly completedAt: number | null;
  readonly errorMessage: string | null;
}

/** Glue's crawlers in memory: crawls go on as the test says. */
export interface MemoryCrawls {
  readonly answer: Answer;
  readonly all: () => readonly StoredCrawl[];
  /** Ends a crawl; one that has ended keeps its end. */
  readonly end: (crawlId: string, state: CrawlEnd, errorMessage?: string | null) => boolean;
}

export interface CrawlsOptions {
  readonly clock: () => number;
  /** Crawlers that there are; all, where none are named. */
  readonly hasCrawler?: (crawlerName: string) => boolean;
  /** Crawls that the history does not show yet. */
  readonly isListed?: (crawl: StoredCrawl) => boolean;
  /** Whether the history tells the second that a crawl began in, not the moment. */
  readonly wholeSeconds?: boolean;
  readonly onStart?: (crawl: StoredCrawl) => void;
  readonly onStop?: (crawl: StoredCrawl) => void;
}

const SUMMARY = JSON.stringify({
  TABLE: JSON.stringify({ ADD: { Details: { names: ['sales'] }, Count: 1 } }),
  PARTITION: JSON.stringify({ ADD: { Count: 3 }, UPDATE: { Count: 1 } }),
});

export const memoryCrawls = ({
  clock,
  hasCrawler = () => true,
  isListed = () => true,
  wholeSeconds = false,
  onStart = () => {},
  onStop = () => {},
}: CrawlsOptions): MemoryCrawls => {
  const crawls = new Map<string, StoredCrawl>();
  const crawlsOf = (name: string): StoredCrawl[] => {
    if (!hasCrawler(name)) throw new EntityNotFoundException({ message: `Crawler ${name} not found`, $metadata: {} });
    return [...crawls.values()].filter(({ crawlerName }) => crawlerName === name);
  };
  const active = (name: string) => crawlsOf(name).find(({ completedAt }) => completedAt === null);

  const start = ({ Name = '' }: StartCrawlerCommandInput): object => {
    if (active(Name))
      throw new CrawlerRunningException({ message: `Crawler with name ${Name} has already started`, $metadata: {} });
    const crawlId = `crawl-${crawls.size + 1}`;
    const common = { crawlerName: Name, crawlId, startedAt: momentOf(clock()) };
    const crawl: StoredCrawl = { ...common, state: 'RUNNING', completedAt: null, errorMessage: null };
    crawls.set(crawlId, crawl);
    onStart(crawl);
    return {};
  };

  const stop = ({ Name = '' }: StopCrawlerCommandInput): object => {
    const crawl = active(Name);
    if (!crawl) throw new CrawlerNotRunningException({ message: `Crawler with name ${Name} isn't running`, $metadata: {} });
    if (crawl.state === 'STOPPING')
      throw new CrawlerStoppingException({ message: `Crawler with name ${Name} is stopping`, $metadata: {} });
    crawls.set(crawl.crawlId, { ...crawl, state: 'STOPPING' });
    onStop(crawl);
    return {};
  };

  const list = ({ CrawlerName = '', MaxResults = 20 }: ListCrawlsCommandInput): object => ({
    Crawls: crawlsOf(CrawlerName)
      .filter(isListed)
      .reverse()
      .slice(0, MaxResults)
      .map((crawl) => historyOf(crawl, wholeSeconds)),
  });

  const end: MemoryCrawls['end'] = (crawlId, state, errorMessage = null) => {
    const crawl = crawls.get(crawlId);
    if (crawl?.completedAt !== null) return false;
    crawls.set(crawlId, { ...crawl, state, errorMessage, completedAt: clock() });
    return true;
  };

  const answer = answering(on(StartCrawlerCommand, start), on(StopCrawlerCommand, stop), on(ListCrawlsCommand, list));
  return { answer, all: () => [...crawls.values()], end };
};

/** Never a whole second, which would be taken for a time that is told in seconds. */
const momentOf = (now: number): number => (now % 1000 === 0 ? now + 1 : now);

/** A crawl that is being stopped still counts as running. */
const historyOf = (crawl: StoredCrawl, wholeSeconds: boolean): CrawlerHistory => ({
  CrawlId: crawl.crawlId,
  State: crawl.state === 'STOPPING' ? 'RUNNING' : crawl.state,
  StartTime: new Date(wholeSeconds ? Math.floor(crawl.startedAt / 1000) * 1000 : crawl.startedAt),
  ...(crawl.completedAt === null ? {} : { EndTime: new Date(crawl.completedAt), DPUHour: 0.1 }),
  ...(crawl.errorMessage === null ? {} : { ErrorMessage: crawl.errorMessage }),
  ...(crawl.state === 'COMPLETED' ? { Summary: SUMMARY } : {}),
});
