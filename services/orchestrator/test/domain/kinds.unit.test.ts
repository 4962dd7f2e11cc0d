import { decide } from '../../src/domain/decide';
import type { Observation } from '../../src/domain/observation';
import { policy } from '../../src/domain/policy';
import type { Run } from '../../src/domain/run';
import { aCrawlerStep, aGateStep, aPipeline, aRunningRun, cause, MINUTE, T0 } from '../factories';

const crawl = {
  executionId: 'crawl-1',
  state: 'RUNNING',
  startedAt: T0 + 500,
  completedAt: null,
  executionSeconds: null,
  billed: null,
  errorMessage: null,
  result: null,
} as const;
const seen = (step: string, execution: Extract<Observation, { kind: 'execution' }>['execution']): Observation => ({
  kind: 'execution',
  step,
  attempt: 1,
  execution,
});
const at = (run: Run, now: number, ...observations: Observation[]) => decide(run, observations, now, { type: 'timer', id: 't' });

const none = { created: 0, updated: 0, deleted: 0 };
const result = { kind: 'crawl', crawlId: 'crawl-1', tables: { ...none, created: 1 }, partitions: none } as const;

describe('a crawler step', () => {
  const crawling = (): Run => at(aRunningRun(aPipeline([aCrawlerStep('crawl')])), T0 + 1, seen('crawl', crawl)).run;

  it('tells in the journal what the crawl changed, and is no Glue job', () => {
    const ended = { ...crawl, state: 'SUCCEEDED', completedAt: T0 + MINUTE, executionSeconds: 59.5, result } as const;
    const { run, journal } = decide(crawling(), [seen('crawl', ended)], T0 + MINUTE, cause);
    expect(run.status.state).toBe('SUCCEEDED');
    expect(journal[0]?.event).toMatchObject({
      state: 'SUCCEEDED',
      kind: 'crawler',
      jobName: null,
      jobRunId: null,
      executionSeconds: 59.5,
      result,
    });
  });

  it('is stopped at its very timeout, for which a timer is set: Glue has none for it', () => {
    const { effects } = at(aRunningRun(aPipeline([aCrawlerStep('crawl')])), T0 + 1, seen('crawl', crawl));
    const end = crawl.startedAt + 60 * MINUTE;
    expect(effects).toEqual([{ type: 'wake', at: end }]);
    expect(at(crawling(), end - 1).effects).toEqual([{ type: 'wake', at: end }]);
    expect(at(crawling(), end).effects).toContainEqual(expect.objectContaining({ type: 'stop', executionId: 'crawl-1' }));
  });

  it('counts one crawl once, whoever else found it', () => {
    const run = crawling();
    expect(decide(run, [seen('crawl', crawl)], T0 + 2, cause).run).toBe(run);
  });
});

describe('a gate', () => {
  const waiting = { ...crawl, executionId: 'champion', startedAt: null } as const;
  const begun = () =>
    at(aRunningRun(aPipeline([aGateStep('promote', { challenger: 'wait' })])), T0 + 1, seen('promote', waiting));

  it('is looked at once more soon after it began, and then at its timeout', () => {
    const { run, effects } = begun();
    const soon = T0 + 1 + policy.gateLookAgainMs;
    expect(effects).toEqual([{ type: 'wake', at: soon }]);
    expect(at(run, soon).effects).toEqual([{ type: 'wake', at: T0 + 1 + 60 * MINUTE }]);
  });

  it('times out with a text of its own', () => {
    const { run } = at(begun().run, T0 + 61 * MINUTE);
    const ended = at(run, T0 + 61 * MINUTE, seen('promote', { ...waiting, state: 'STOPPED' })).run;
    expect(ended.steps.promote).toMatchObject({
      state: 'TIMED_OUT',
      error: "the run's model did not become champion within the 60 minutes of the gate",
    });
  });

  it('that fails fails for good', () => {
    const failed = { ...waiting, state: 'FAILED', errorMessage: 'stays challenger' } as const;
    const { run } = at(begun().run, T0 + MINUTE, seen('promote', failed));
    expect(run.status).toMatchObject({ state: 'FAILED', error: 'step "promote" failed on attempt 1: stays challenger' });
  });
});
