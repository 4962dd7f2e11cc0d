import type { RunState } from '@glue-relay/shared/states';
import type { AttemptCost } from './attempt-cost';

/** Dollars of some attempts, and those of them that bought nothing. */
export interface Cost {
  readonly dollars: number;
  readonly dpuSeconds: number;
  readonly attempts: number;
  /** Of second and later attempts of a step, redrives among them. */
  readonly retryDollars: number;
  /** Of attempts that did not succeed. */
  readonly failedAttemptDollars: number;
  /** Of all attempts of runs that ended without success. */
  readonly failedRunDollars: number;
  /** Attempts of which Glue does not say the size: their cost is not in the figures. */
  readonly unpricedAttempts: number;
}

export interface Costs {
  readonly total: Cost;
  readonly days: readonly ({ readonly day: string } & Cost)[];
  readonly steps: readonly ({ readonly step: string } & Cost)[];
  readonly runs: readonly ({ readonly runId: string; readonly state: RunState | null } & Cost)[];
}

const UNSUCCESSFUL: ReadonlySet<RunState | null> = new Set<RunState>(['FAILED', 'TIMED_OUT', 'CANCELLED']);

/**
 * Adds up the ledger by day (UTC, of the attempt's end), step and run.
 *
 * @param states - newest known state of each run
 */
export const costsOf = (attempts: readonly AttemptCost[], states: ReadonlyMap<string, RunState>): Costs => {
  const sum = (some: readonly AttemptCost[]): Cost => costOf(some, states);
  return {
    total: sum(attempts),
    days: grouped(attempts, ({ endedAt }) => endedAt.slice(0, 10)).map(([day, some]) => ({ day, ...sum(some) })),
    steps: grouped(attempts, ({ step }) => step).map(([step, some]) => ({ step, ...sum(some) })),
    runs: grouped(attempts, ({ runId }) => runId).map(([runId, some]) => ({
      runId,
      state: states.get(runId) ?? null,
      ...sum(some),
    })),
  };
};

const costOf = (attempts: readonly AttemptCost[], states: ReadonlyMap<string, RunState>): Cost => {
  const dollarsOf = (is: (attempt: AttemptCost) => boolean): number => total(attempts.filter(is), ({ dollars }) => dollars);
  return {
    dollars: dollarsOf(() => true),
    dpuSeconds: total(attempts, ({ dpuSeconds }) => dpuSeconds ?? 0),
    attempts: attempts.length,
    retryDollars: dollarsOf(({ attempt }) => attempt > 1),
    failedAttemptDollars: dollarsOf(({ succeeded }) => !succeeded),
    failedRunDollars: dollarsOf(({ runId }) => UNSUCCESSFUL.has(states.get(runId) ?? null)),
    unpricedAttempts: attempts.filter(({ dpuSeconds }) => dpuSeconds === null).length,
  };
};

const total = (attempts: readonly AttemptCost[], of: (attempt: AttemptCost) => number): number =>
  attempts.reduce((sum, attempt) => sum + of(attempt), 0);

const grouped = (attempts: readonly AttemptCost[], by: (attempt: AttemptCost) => string): [string, AttemptCost[]][] => {
  const groups = new Map<string, AttemptCost[]>();
  for (const attempt of attempts) groups.set(by(attempt), [...(groups.get(by(attempt)) ?? []), attempt]);
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1));
};
