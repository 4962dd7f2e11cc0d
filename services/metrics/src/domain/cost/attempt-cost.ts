import { jobRunDollars } from '@glue-relay/shared/cost/job-run-cost';
import type { Prices } from '@glue-relay/shared/cost/prices';
import type { StepStateChange } from '@glue-relay/shared/events/step-state-change';

/** What one ended attempt of a step was billed: one entry of the ledger. */
export interface AttemptCost {
  readonly pipeline: string;
  readonly runId: string;
  readonly step: string;
  readonly attempt: number;
  /** Null of a crawl. */
  readonly jobRunId: string | null;
  readonly succeeded: boolean;
  /** ISO 8601, UTC: the day it counts to. */
  readonly endedAt: string;
  readonly executionSeconds: number;
  /** Null where Glue does not say the size of the job run; then it counts as nothing and is told apart. */
  readonly dpuSeconds: number | null;
  readonly dollars: number;
}

/** The ledger's entry for an event; undefined where it is not the end of a job run or a crawl. */
export const attemptCostOf = (change: StepStateChange, prices: Prices): AttemptCost | undefined => {
  const { pipeline, runId, step, attempt, kind, jobRunId, startedAt, endedAt, billed, state } = change;
  const hasWorked = kind === 'glue-job' ? jobRunId !== null : kind === 'crawler' && startedAt !== null;
  if (!hasWorked || endedAt === null || attempt === 0) return undefined;
  return {
    pipeline,
    runId,
    step,
    attempt,
    jobRunId,
    succeeded: state === 'SUCCEEDED',
    endedAt,
    executionSeconds: change.executionSeconds ?? 0,
    dpuSeconds: billed?.dpuSeconds ?? null,
    dollars: billed ? jobRunDollars(billed, prices) : 0,
  };
};
