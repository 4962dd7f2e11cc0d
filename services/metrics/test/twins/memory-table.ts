import type { ChampionDecided } from '@glue-relay/shared/events/champion-decided';
import type { DriftFound } from '@glue-relay/shared/events/drift-found';
import type { Championship } from '../../src/domain/champion/champion';
import type { AttemptCost } from '../../src/domain/cost/attempt-cost';
import type { Evaluation } from '../../src/domain/evaluation';
import type { RecordedReport } from '../../src/domain/recorded-report';
import type { RunIdentity } from '../../src/domain/run-identity';
import { ReportConflictError } from '../../src/ports';
import type { Stores } from '../contracts';

const keyOf = (...parts: (string | number)[]): string => JSON.stringify(parts);

const newestFirst = <Item>(items: Iterable<Item>, by: (item: Item) => string): Item[] =>
  [...items].sort((one, other) => (by(one) > by(other) ? -1 : 1));

/** The service's table in memory, with the same refusals. */
export const memoryTable = (): Stores => {
  const reports = new Map<string, RecordedReport>();
  const evaluations = new Map<string, Evaluation>();
  const runs = new Map<string, RunIdentity>();
  const champions = new Map<string, Championship>();
  const decisions = new Map<string, ChampionDecided>();
  const grounds = new Map<string, number>();
  const drift = new Map<string, DriftFound>();
  const attempts = new Map<string, AttemptCost>();
  const rejections = new Set<string>();

  const evaluationKey = ({ pipeline, model, variant, runId, step }: Omit<Evaluation, 'split' | 'metrics'>): string =>
    keyOf(pipeline, model, variant, runId, step);
  const putNew = <Item>(items: Map<string, Item>, key: string, item: Item): boolean => {
    if (items.has(key)) return false;
    items.set(key, item);
    return true;
  };
  const within = (at: string, from: string, to: string): boolean => at >= from && at <= to;

  return {
    findReport: async (runId, step) => reports.get(keyOf(runId, step)),
    saveReport: async (recorded, evaluated, replaced) => {
      const { runId, step } = recorded.report;
      const there = reports.get(keyOf(runId, step));
      const isExpected = there?.report.attempt === replaced?.report.attempt && there?.writtenAt === replaced?.writtenAt;
      if (!isExpected) throw new ReportConflictError(runId, step);
      for (const [key, old] of evaluations) if (old.runId === runId && old.step === step) evaluations.delete(key);
      for (const evaluation of evaluated) evaluations.set(evaluationKey(evaluation), evaluation);
      reports.set(keyOf(runId, step), recorded);
    },
    findRun: async (runId) => runs.get(runId),
    saveRun: async (run) => {
      if ((runs.get(run.runId)?.sequence ?? 0) >= run.sequence) return false;
      runs.set(run.runId, run);
      return true;
    },
    identifyEvaluations: async ({ runId, dataset, codeVersion }) => {
      for (const [key, evaluation] of evaluations) {
        if (evaluation.runId === runId && evaluation.dataset === null)
          evaluations.set(key, { ...evaluation, dataset, codeVersion });
      }
    },
    runsOf: async (pipeline, from, to) =>
      newestFirst(runs.values(), ({ createdAt }) => createdAt).filter(
        (run) => run.pipeline === pipeline && within(run.createdAt, from, to),
      ),
    evaluationsOf: async ({ pipeline, model, variant }, limit, before = '~') =>
      newestFirst(evaluations.values(), ({ runId }) => runId)
        .filter((each) => each.pipeline === pipeline && each.model === model && each.variant === variant && each.runId < before)
        .slice(0, limit),
    latestEvaluations: async (pipeline, count) => {
      const found = newestFirst(evaluations.values(), ({ runId }) => runId).filter((each) => each.pipeline === pipeline);
      const latest = [...new Set(found.map(({ runId }) => runId))].slice(0, count);
      return found.filter(({ runId }) => latest.includes(runId));
    },
    evaluationsOfRun: async (pipeline, runId) =>
      [...evaluations.values()].filter((each) => each.pipeline === pipeline && each.runId === runId),
    reportsBefore: async (pipeline, step, before, limit) =>
      newestFirst(reports.values(), ({ report }) => report.runId)
        .filter(({ report }) => report.pipeline === pipeline && report.step === step && report.runId < before)
        .slice(0, limit),
    driftOf: async (pipeline, limit) =>
      newestFirst(drift.values(), ({ foundAt }) => foundAt)
        .filter((found) => found.pipeline === pipeline)
        .slice(0, limit),
    findChampion: async (pipeline) => champions.get(pipeline),
    decisionOn: async (pipeline, ground) => decisions.get(keyOf(pipeline, grounds.get(keyOf(pipeline, ground)) ?? 0)),
    commitDecision: async ({ decision, after }, ground) => {
      const { pipeline, sequence } = decision;
      if (grounds.has(keyOf(pipeline, ground))) return 'repeated';
      if ((champions.get(pipeline)?.sequence ?? 0) !== sequence - 1) return 'conflict';
      champions.set(pipeline, after);
      decisions.set(keyOf(pipeline, sequence), decision);
      grounds.set(keyOf(pipeline, ground), sequence);
      return 'decided';
    },
    decisionsOf: async (pipeline, limit) =>
      [...decisions.values()]
        .filter((decision) => decision.pipeline === pipeline)
        .sort((one, other) => other.sequence - one.sequence)
        .slice(0, limit),
    isKnownDrift: async ({ driftId }) => drift.has(driftId),
    saveDrift: async (found) => {
      putNew(drift, found.driftId, found);
    },
    enterAttempt: async (cost) => putNew(attempts, keyOf(cost.runId, cost.step, cost.attempt), cost),
    enterRejection: async (runId) => {
      const isNew = !rejections.has(runId);
      rejections.add(runId);
      return isNew;
    },
    attemptsOf: async (pipeline, from, to) =>
      newestFirst(attempts.values(), ({ endedAt }) => endedAt).filter(
        (cost) => cost.pipeline === pipeline && within(cost.endedAt, from, to),
      ),
  };
};
