import type { Dataset } from '@glue-relay/shared/dataset';
import * as z from 'zod';

/** What `runs/<pipeline>/latest.json` holds: the newest successful run, and where each area of its outputs lies. */
export const latestPointerSchema = z.object({
  runId: z.string(),
  dataset: z.custom<Dataset>(),
  finishedAt: z.iso.datetime(),
  /** Area of the data bucket to the S3 URI where the run's outputs of it lie; nothing lies there where it wrote none. */
  outputs: z.record(z.string(), z.string()),
});
export type LatestPointer = z.infer<typeof latestPointerSchema>;

/** Run ids sort by the time of their object, so the pointer never goes back to an older data set. */
export const isNewer = (candidate: Pick<LatestPointer, 'runId'>, current: Pick<LatestPointer, 'runId'> | null): boolean =>
  current === null || candidate.runId > current.runId;
