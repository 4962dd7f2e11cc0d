import * as z from 'zod';

/** When a new model takes a champion's place. */
export const modelRuleSchema = z.strictObject({
  /** Metric of an evaluation that decides. */
  metric: z.string().min(1).max(64).default('rmse'),
  higherIsBetter: z.boolean().default(false),
  /** By what share of its value the champion must be surpassed: 0.01 is one per cent. */
  margin: z.number().min(0).max(1).default(0.01),
  /** Only evaluations on this split take part; null is any, and champion and challenger must still share theirs. */
  split: z.string().min(1).nullable().default(null),
});
export type ModelRule = z.infer<typeof modelRuleSchema>;

/**
 * What counts as drift. Limits are those of a Shewhart chart for individuals over the last `window` runs, and never
 * narrower than the tolerance beside them. Population stability below `moderate` is no shift, above `significant` a large one.
 * Sources: NIST/SEMATECH e-Handbook 6.3.2.2; N. Siddiqi, Credit Risk Scorecards (2006), for 0.1 and 0.25.
 */
export const driftRuleSchema = z.strictObject({
  window: z.number().int().min(2).max(365).default(30),
  /** Runs before the first limit: a spread of fewer says little. */
  minimumRuns: z.number().int().min(2).max(365).default(5),
  sigmas: z.number().positive().max(10).default(3),
  /** Share of the mean of a model's metric. */
  metricTolerance: z.number().min(0).default(0.01),
  /** Share of the mean row count. */
  rowTolerance: z.number().min(0).default(0.5),
  /** Of the share of rows that are quarantined, and of values that are missing. */
  shareTolerance: z.number().min(0).max(1).default(0.01),
  stability: z
    .strictObject({ moderate: z.number().positive().default(0.1), significant: z.number().positive().default(0.25) })
    .refine(({ moderate, significant }) => moderate <= significant, 'expected moderate to be at most significant')
    .default({ moderate: 0.1, significant: 0.25 }),
});
export type DriftRule = z.infer<typeof driftRuleSchema>;

export const DEFAULT_DRIFT_RULE: DriftRule = driftRuleSchema.parse({});

/** What a pipeline may cost. */
export const budgetSchema = z.strictObject({
  /** Of all Glue job runs of a day (UTC), in dollars. */
  dailyDollars: z.number().positive(),
});
export type Budget = z.infer<typeof budgetSchema>;
