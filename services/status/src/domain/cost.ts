import type { Billed } from '@glue-relay/shared/cost/job-run-cost';
import { jobRunDollars } from '@glue-relay/shared/cost/job-run-cost';
import type { Prices } from '@glue-relay/shared/cost/prices';

/** What Glue bills, in dollars at the configured prices. */
export interface Cost {
  readonly dollars: number;
  readonly dpuSeconds: number;
}

export const costOf = (billed: Billed | null, prices: Prices): Cost | null =>
  billed && { dollars: jobRunDollars(billed, prices), dpuSeconds: billed.dpuSeconds };

/** Null where nothing is known of any part. */
export const sumOf = (costs: readonly (Cost | null)[]): Cost | null => {
  const known = costs.filter((cost) => cost !== null);
  if (known.length === 0) return null;
  return {
    dollars: known.reduce((sum, { dollars }) => sum + dollars, 0),
    dpuSeconds: known.reduce((sum, { dpuSeconds }) => sum + dpuSeconds, 0),
  };
};
