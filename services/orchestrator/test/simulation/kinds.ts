import { crawlerNameOf } from '@glue-relay/shared/pipeline/names';
import type { JobStepDefinition, StepDefinition } from '@glue-relay/shared/pipeline/step-definition';
import type { JournalEntry } from '../../src/domain/journal';
import type { Run } from '../../src/domain/run';
import { aCrawlerStep, aGateStep, MINUTE } from '../factories';
import type { StoredCrawl } from '../twins/aws/memory-crawls';
import type { Made } from './decisions';
import { STAGE } from './deployed';
import type { AtRest } from './invariants';
import type { Random } from './random';
import type { Sweeps } from './schedules';

/** A random step of any kind in place of a job. */
export const ofSomeKind = (
  random: Random,
  pipeline: string,
  { kind: _, jobName, ...common }: JobStepDefinition,
): StepDefinition => {
  const dice = random.fraction();
  if (dice < 0.15) return aCrawlerStep(common.name, { ...common, crawlerName: crawlerNameOf(STAGE, pipeline, common.name) });
  if (dice < 0.25) return aGateStep(common.name, { ...common, retry: [], challenger: random.pick(['fail', 'wait']) });
  return { kind: 'glue-job', jobName, ...common };
};

/** What a crawler step and a gate came to is true: of a crawl that began after the step was owed, of a decision that was made. */
export const brokenKinds = ({ books, crawls, decisions, sweeps }: AtRest & { readonly sweeps: Sweeps }): string[] => {
  const heededWithinMs = sweeps.isOn ? HEEDED_WITHIN_MS : HEARD_WITHIN_MS;
  const running = crawls.all().filter(({ completedAt }) => completedAt === null);
  return [
    ...running.map(({ crawlId }) => `${crawlId} still runs`),
    ...books.runs().flatMap((run) => {
      const journal = books.journalOf(run.runId);
      return [...brokenCrawls(journal, crawls.all(), heededWithinMs), ...brokenGates(run, journal, decisions())].map(
        (broken) => `${run.runId}: ${broken}`,
      );
    }),
  ];
};

/** The sweep may be late, and handlers may crash and stall: what has come about is heeded within so long. */
const HEEDED_WITHIN_MS = 20 * MINUTE;
/** Where no event is lost and nothing goes wrong the event brings it, which is ten minutes late at most: before any timer looks. */
const HEARD_WITHIN_MS = 10.5 * MINUTE;

const brokenCrawls = (journal: readonly JournalEntry[], crawls: readonly StoredCrawl[], heededWithinMs: number): string[] => {
  const owedAt: Record<string, number> = {};
  return journal.flatMap((entry) => {
    if (entry.kind === 'run' || entry.event.kind !== 'crawler') return [];
    const { step, state, previousState, at, result } = entry.event;
    if (state === 'STARTING' && previousState === 'PENDING') owedAt[step] = Date.parse(at);
    if (state !== 'SUCCEEDED') return [];
    const crawl = crawls.find(({ crawlId }) => result?.kind === 'crawl' && crawlId === result.crawlId);
    if (crawl?.state !== 'COMPLETED') return [`${step} succeeded by a crawl that is ${crawl?.state}`];
    const isOlder = crawl.startedAt < (owedAt[step] ?? 0);
    const lateBy = Date.parse(at) - (crawl.completedAt ?? 0);
    return [
      ...(isOlder ? [`${step} counts a crawl that began before it was owed, which cannot have seen its data`] : []),
      ...(lateBy > heededWithinMs ? [`${step} heard of the end of its crawl after ${lateBy} ms`] : []),
    ];
  });
};

const brokenGates = (run: Run, journal: readonly JournalEntry[], made: readonly Made[]): string[] => {
  const own = made.filter(({ decision }) => decision.challenger.runId === run.runId);
  const opens = ({ decision }: Made) => decision.champion.runId === run.runId;
  let attempts: Readonly<Record<string, number>> = {};
  /** By gate: what had begun when the gate did. A decision about less is about an attempt before. */
  const begun: Record<string, Readonly<Record<string, number>>> = {};
  return journal.flatMap((entry) => {
    if (entry.kind === 'run') return [];
    const { step, kind, state, attempt, at, error, result } = entry.event;
    attempts = { ...attempts, [step]: attempt };
    if (kind !== 'gate') return [];
    if (state === 'STARTING') begun[step] = attempts;
    const isUpToDate = ({ decision: { report } }: Made) => report === null || report.attempt >= (begun[step]?.[report.step] ?? 0);
    const before = own.filter((one) => one.at <= Date.parse(at));
    const by = before.find(({ decision }) => result?.kind === 'champion' && decision.sequence === result.sequence);
    const newest = before.at(-1);
    const isUnheeded = newest && opens(newest) && isUpToDate(newest) && Date.parse(at) - newest.at > HEEDED_WITHIN_MS;
    return [
      ...(state === 'SUCCEEDED' && !(by && opens(by)) ? [`${step} opened without a decision for the run`] : []),
      ...(state === 'FAILED' && (!by || opens(by)) ? [`${step} failed without a decision against the run: ${error}`] : []),
      ...(by && !isUpToDate(by) ? [`${step} went by a decision about an attempt before`] : []),
      ...(state === 'TIMED_OUT' && isUnheeded && run.redrives === 0 ? [`${step} timed out over a decision for the run`] : []),
    ];
  });
};
