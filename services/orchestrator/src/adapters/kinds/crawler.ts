import type { CrawlerHistory, GlueClient } from '@aws-sdk/client-glue';
import { ListCrawlsCommand, StartCrawlerCommand, StopCrawlerCommand } from '@aws-sdk/client-glue';
import { billedCrawlOf } from '@glue-relay/shared/cost/crawl-cost';
import type { Execution, ExecutionState } from '../../domain/observation';
import type { Millis } from '../../domain/run';
import type { Clock } from '../../ports';
import type { Sought, StepKind } from '../../step-kinds';
import { crawlResultOf } from './crawl-summary';
import { startAnswerOf } from './glue-errors';

/** Crawls of a page, newest first: the one that is looked for began lately. Source: API_ListCrawls.html */
const PAGE_SIZE = 100;

/**
 * Glue crawlers as a kind of step; an execution is a crawl, by Glue's id of it. StartCrawler tells no id and takes no
 * arguments, so a crawl is known by its time. A crawler crawls once at a time: who has seen StartCrawler succeed takes the last
 * crawl of that second or later, which no other can be. Who has not, after a crash, takes the first one that surely began since
 * the attempt was owed: whoever started it, it has seen all that the steps before had written. A time that Glue tells in whole
 * seconds may be of any moment of its second and counts as the first; so of an own crawl that began in the very second in
 * which it was owed nothing is known, and there is a second one, which costs money and changes nothing.
 *
 * @param client - for reads and stops, which may be tried again
 * @param startClient - must make one try only and give up before a start's lease ends
 */
export const crawlers = (client: GlueClient, startClient: GlueClient, clock: Clock): StepKind<'crawler'> => {
  /** Crawls of the latest, the first to begin first; none where there is no such crawler. */
  const find = async (Name: string, isOne: (crawl: CrawlerHistory) => boolean): Promise<readonly CrawlerHistory[]> => {
    try {
      const { Crawls = [] } = await client.send(new ListCrawlsCommand({ CrawlerName: Name, MaxResults: PAGE_SIZE }));
      return Crawls.filter(isOne)
        .toReversed()
        .sort((one, other) => beganAt(one) - beganAt(other));
    } catch (error) {
      if (isNamed(error, ['EntityNotFoundException'])) return [];
      throw error;
    }
  };
  const observe = async (crawlerName: string, sought: Sought): Promise<Execution | null> => {
    const [first] = await find(crawlerName, (crawl) => isSought(crawl, sought));
    return first ? executionOf(first) : null;
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
      const last = (await find(crawlerName, (crawl) => isStarted(crawl, since))).at(-1);
      return last ? { type: 'execution', execution: executionOf(last) } : { ...NOT_LISTED_YET, startedSince: secondOf(since) };
    },
    observe: ({ definition: { crawlerName } }, sought) => observe(crawlerName, sought),
    stop: async ({ definition: { crawlerName } }, crawlId) => {
      // StopCrawler stops whatever crawl runs: it must not be another run's.
      if ((await observe(crawlerName, { executionId: crawlId }))?.state !== 'RUNNING') return null;
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

const isSought = (crawl: CrawlerHistory, sought: Sought): boolean =>
  'executionId' in sought ? crawl.CrawlId === sought.executionId : beganAt(crawl) >= sought.since;

/** Whether a crawl may have been started at a moment: at it or later, or at the second that Glue tells of it. */
const isStarted = (crawl: CrawlerHistory, at: Millis): boolean => beganAt(crawl) >= at || beganAt(crawl) === secondOf(at);

/** The first moment of a time's second, which is what a time that Glue tells in whole seconds says. */
const secondOf = (at: Millis): Millis => Math.floor(at / 1000) * 1000;

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
