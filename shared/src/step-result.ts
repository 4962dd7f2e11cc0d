import * as z from 'zod';

const changesSchema = z.object({
  created: z.number().int().nonnegative(),
  updated: z.number().int().nonnegative(),
  deleted: z.number().int().nonnegative(),
});

/** What a step of another kind than a job came to; a job says it in its report. */
export const stepResultSchema = z.discriminatedUnion('kind', [
  z.object({
    /** What a crawl changed in the Glue catalog. */
    kind: z.literal('crawl'),
    crawlId: z.string(),
    tables: changesSchema,
    partitions: changesSchema,
  }),
  z.object({
    /** The decision that a gate waited for. */
    kind: z.literal('champion'),
    /** Of `Champion Decided`. */
    sequence: z.number().int().positive(),
    outcome: z.string(),
    model: z.string(),
    reason: z.string(),
  }),
]);
export type StepResult = z.infer<typeof stepResultSchema>;
export type CrawlResult = Extract<StepResult, { kind: 'crawl' }>;
