import * as z from 'zod';
import type { CostBucket } from './cost-report';
import { groupBy } from './group-by';

/** What an attempt adds to its pipeline's costs of the day on which it ended. */
export const contributionSchema = z.object({
  day: z.string(),
  pipeline: z.string(),
  standardDpuSeconds: z.number(),
  flexDpuSeconds: z.number(),
});
export type Contribution = z.infer<typeof contributionSchema>;

/** What is to be added to a bucket. */
export type BucketDelta = CostBucket;

/** What buckets change by where an attempt contributed one thing before and another now; one delta for each bucket. */
export const bucketDeltas = (before: Contribution | null, now: Contribution | null): BucketDelta[] => {
  if (before && now && before.day === now.day && before.pipeline === now.pipeline) {
    const standardDpuSeconds = now.standardDpuSeconds - before.standardDpuSeconds;
    const flexDpuSeconds = now.flexDpuSeconds - before.flexDpuSeconds;
    return standardDpuSeconds === 0 && flexDpuSeconds === 0 ? [] : [{ ...now, standardDpuSeconds, flexDpuSeconds, attempts: 0 }];
  }
  return [...(before ? [takenBack(before)] : []), ...(now ? [{ ...now, attempts: 1 }] : [])];
};

/** Deltas of many attempts, as one for each bucket. */
export const summedDeltas = (deltas: readonly BucketDelta[]): BucketDelta[] =>
  [...groupBy(deltas, ({ day, pipeline }) => `${day}#${pipeline}`).values()].map((same) => same.reduce(sumOf));

const sumOf = (one: BucketDelta, other: BucketDelta): BucketDelta => ({
  ...one,
  standardDpuSeconds: one.standardDpuSeconds + other.standardDpuSeconds,
  flexDpuSeconds: one.flexDpuSeconds + other.flexDpuSeconds,
  attempts: one.attempts + other.attempts,
});

const takenBack = ({ day, pipeline, standardDpuSeconds, flexDpuSeconds }: Contribution): BucketDelta => ({
  day,
  pipeline,
  standardDpuSeconds: -standardDpuSeconds,
  flexDpuSeconds: -flexDpuSeconds,
  attempts: -1,
});
