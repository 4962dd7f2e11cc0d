import * as z from 'zod';
import type { Prices } from './prices';

/** STANDARD or FLEX capacity of a Glue job run. */
export const executionClassSchema = z.enum(['STANDARD', 'FLEX']);

/** What Glue bills of one job run. */
export const billedSchema = z.object({ dpuSeconds: z.number().nonnegative(), executionClass: executionClassSchema });
export type Billed = z.infer<typeof billedSchema>;

/** Glue bills each job run by the second, for a minute at least. Source: aws.amazon.com/glue/pricing */
export const MINIMUM_BILLED_SECONDS = 60;

/** DPUs of one worker. Source: docs.aws.amazon.com/glue/latest/dg/add-job.html, "Worker type". */
const DPU_OF_WORKER = { 'G.025X': 0.25, 'G.1X': 1, 'G.2X': 2, 'G.4X': 4, 'G.8X': 8 } as const;

/** What GetJobRun says of a job run's size and length, times in seconds. */
export interface JobRunSize {
  /** Only of Flex and auto-scaling runs. */
  readonly dpuSeconds: number | null;
  readonly executionSeconds: number;
  readonly workerType: string | null;
  readonly workers: number | null;
  /** DPUs, where Glue gives no worker type. */
  readonly maxCapacity: number | null;
}

/**
 * DPU-seconds that Glue bills of a job run: what it metered itself, else time by size, for a minute at least.
 * Null where the size is not known.
 */
export const billedDpuSeconds = (size: JobRunSize): number | null => {
  if (size.dpuSeconds !== null) return size.dpuSeconds;
  const dpus = dpusOf(size);
  return dpus === null ? null : Math.max(size.executionSeconds, MINIMUM_BILLED_SECONDS) * dpus;
};

/** Dollars of so many billed DPU-seconds. */
export const jobRunDollars = (billed: Billed, prices: Prices): number =>
  (billed.dpuSeconds / 3_600) * (billed.executionClass === 'FLEX' ? prices.flexDpuHour : prices.dpuHour);

const dpusOf = ({ workerType, workers, maxCapacity }: JobRunSize): number | null => {
  const perWorker = DPU_OF_WORKER[workerType as keyof typeof DPU_OF_WORKER];
  return perWorker !== undefined && workers !== null ? perWorker * workers : maxCapacity;
};
