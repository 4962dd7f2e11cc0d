import type { CrawlerHistory, GlueClient } from '@aws-sdk/client-glue';
import { ListCrawlsCommand, StartCrawlerCommand, StopCrawlerCommand } from '@aws-sdk/client-glue';
import { billedCrawlOf } from '@glue-relay/shared/cost/crawl-cost';
import type { Execution, ExecutionState } from '../../domain/observation';
import type { Clock } from '../../ports';
import type { Sought, StepKind } from '../../step-kinds';
import { crawlResultOf } from './crawl-summary';
import { startAnswerOf } from './glue-errors';

/** Crawls of a page, newest first: the one that is looked for began lately. Source: API_ListCrawls.html */
const PAGE_SIZE = 100;

/**
 * Glue crawlers as a kind of step; an execution is a crawl, by Glue's id of it. StartCrawler tells no id and takes no
 * arguments, so a crawl is known by its time: the first one that began since the attempt was owed. Whoever started that one, it
 * has seen all that the steps before had written, so it does for the attempt what its own would do; none that began before is
 * ever taken. A second crawl after a crash costs money and changes nothing.
 *
 * @param client - for reads and stops, which may be tried again
 * @param startClient - must make one try only and give up before a start's lease ends
 */
export const crawlers = (client: GlueClient, startClient: GlueClient, clock: Clock): StepKind<'crawler'> => {
  const find = async (Name: string, sought: Sought): Promise<Execution | null> => {
    try {
      const { Crawls = [] } = await client.send(new ListCrawlsCommand({ CrawlerName: Name, MaxResults: PAGE_SIZE }));
      const crawl = Crawls.filter((each) => isSought(each, sought)).sort((one, other) => beganAt(one) - beganAt(other))[0];
      return crawl ? executionOf(crawl) : null;
    } catch (error) {
      if (isNamed(error, ['EntityNotFoundException'])) return null;
      throw error;
    }
  };
  return {
    isLimited: true,
    start: async ({ definition: { crawlerName } }) => {
      const since = clock();
      try {
        await startClient.send(new StartCrawlerCommand({ Name: crawlerName }));
      } catch (error) {
        return startAnswerOf(error);
      }
      const execution = await find(crawlerName, { since });
      return execution ? { type: 'execution', execution } : NOT_LISTED_YET;
    },
    observe: ({ definition: { crawlerName } }, sought) => find(crawlerName, sought),
    stop: async ({ definition: { crawlerName } }, crawlId) => {
      // StopCrawler stops whatever crawl runs: it must not be another run's.
      if ((await find(crawlerName, { executionId: crawlId }))?.state !== 'RUNNING') return null;
      try {
        await client.send(new StopCrawlerCommand({ Name: crawlerName }));
      } catch (error) {
        if (!isNamed(error, OVER_ALREADY)) throw error;
      }
      return null;
    },
  };
};

/** The crawl has begun, but under which id is not known yet: it is searched for in a moment. */
const NOT_LISTED_YET = {
  type: 'no-capacity',
  message: 'Glue does not list the crawl that it started yet',
  mayHaveStarted: true,
} as const;

const OVER_ALREADY = ['CrawlerNotRunningException', 'CrawlerStoppingException', 'EntityNotFoundException'];

const isNamed = (error: unknown, names: readonly string[]): boolean => error instanceof Error && names.includes(error.name);

const beganAt = ({ StartTime }: CrawlerHistory): number => StartTime?.getTime() ?? 0;

/** Glue may tell times in whole seconds: one that is whole may be of any moment of its second. */
const isSought = (crawl: CrawlerHistory, sought: Sought): boolean => {
  if ('executionId' in sought) return crawl.CrawlId === sought.executionId;
  const began = beganAt(crawl);
  return began >= (began % 1000 === 0 ? Math.floor(sought.since / 1000) * 1000 : sought.since);
};

/** Source: docs.aws.amazon.com/glue/latest/webapi/API_CrawlerHistory.html */
const STATES: Readonly<Record<NonNullable<CrawlerHistory['State']>, ExecutionState>> = {
  RUNNING: 'RUNNING',
  COMPLETED: 'SUCCEEDED',
  FAILED: 'FAILED',
  STOPPED: 'STOPPED',
};

const executionOf = (crawl: CrawlerHistory): Execution => {
  const { CrawlId = '', State = 'RUNNING', StartTime, EndTime, ErrorMessage, DPUHour } = crawl;
  const startedAt = StartTime?.getTime() ?? null;
  const completedAt = EndTime?.getTime() ?? null;
  const executionSeconds = startedAt === null || completedAt === null ? null : (completedAt - startedAt) / 1000;
  return {
    executionId: CrawlId,
    state: STATES[State],
    startedAt,
    completedAt,
    executionSeconds,
    billed: executionSeconds === null ? null : billedCrawlOf({ dpuHours: DPUHour ?? null, seconds: executionSeconds }),
    errorMessage: ErrorMessage ?? null,
    result: State === 'COMPLETED' ? crawlResultOf(CrawlId, crawl.Summary) : null,
  };
};
