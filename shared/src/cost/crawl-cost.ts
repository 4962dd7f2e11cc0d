import type { Billed } from './job-run-cost';

/** Glue bills each crawl by the second, for ten minutes at least. Source: aws.amazon.com/glue/pricing */
export const MINIMUM_BILLED_CRAWL_SECONDS = 600;

/** What Glue says of a crawl: the DPU-hours that it used, and how many seconds it took. */
export interface CrawlSize {
  readonly dpuHours: number | null;
  readonly seconds: number;
}

/** What Glue bills of a crawl: the DPUs that it had, by time, for ten minutes at least. Null where their number is not known. */
export const billedCrawlOf = ({ dpuHours, seconds }: CrawlSize): Billed | null => {
  if (dpuHours === null || seconds <= 0) return null;
  const dpus = (dpuHours * 3_600) / seconds;
  return { dpuSeconds: dpus * Math.max(seconds, MINIMUM_BILLED_CRAWL_SECONDS), executionClass: 'STANDARD' };
};
