import { jobRunDollars } from '@glue-relay/shared/cost/job-run-cost';
import type { Prices } from '@glue-relay/shared/cost/prices';
import { groupBy } from './group-by';

/** What the attempts of a pipeline that ended on one day were billed. */
export interface CostBucket {
  readonly day: string;
  readonly pipeline: string;
  readonly standardDpuSeconds: number;
  readonly flexDpuSeconds: number;
  readonly attempts: number;
}

export interface CostLine {
  readonly pipeline: string;
  readonly dollars: number;
  readonly dpuSeconds: number;
  readonly attempts: number;
}

/** The answer to `GET /costs`. */
export interface CostReport {
  readonly from: string;
  readonly to: string;
  readonly prices: Prices;
  readonly dollars: number;
  readonly pipelines: readonly CostLine[];
  readonly days: readonly { readonly date: string; readonly dollars: number; readonly pipelines: readonly CostLine[] }[];
}

/** Days with costs and their sums. */
export const costReportOf = (buckets: readonly CostBucket[], from: string, to: string, prices: Prices): CostReport => {
  const used = buckets.filter(({ attempts }) => attempts > 0);
  const days = [...groupBy(used, ({ day }) => day)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([date, ofDay]) => ({ date, dollars: dollarsOf(ofDay, prices), pipelines: linesOf(ofDay, prices) }));
  return { from, to, prices, dollars: dollarsOf(used, prices), pipelines: linesOf(used, prices), days };
};

const linesOf = (buckets: readonly CostBucket[], prices: Prices): CostLine[] =>
  [...groupBy(buckets, ({ pipeline }) => pipeline)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([pipeline, group]) => ({
      pipeline,
      dollars: dollarsOf(group, prices),
      dpuSeconds: total(group, ({ standardDpuSeconds, flexDpuSeconds }) => standardDpuSeconds + flexDpuSeconds),
      attempts: total(group, ({ attempts }) => attempts),
    }));

const dollarsOf = (buckets: readonly CostBucket[], prices: Prices): number =>
  total(
    buckets,
    ({ standardDpuSeconds, flexDpuSeconds }) =>
      jobRunDollars({ dpuSeconds: standardDpuSeconds, executionClass: 'STANDARD' }, prices) +
      jobRunDollars({ dpuSeconds: flexDpuSeconds, executionClass: 'FLEX' }, prices),
  );

const total = (buckets: readonly CostBucket[], of: (bucket: CostBucket) => number): number =>
  buckets.reduce((sum, bucket) => sum + of(bucket), 0);
