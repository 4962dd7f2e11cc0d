import * as z from 'zod';

const metricsSchema = z.record(z.string(), z.number());

/**
 * What a job writes to `metrics/<pipeline>/run_id=<run id>/<step>.json` as the last thing that it does: row counts,
 * checks and, for a training step, an evaluation per model. Glue jobs write it through `relay_job.report` (Python).
 */
export const jobReportSchema = z.object({
  schemaVersion: z.literal(1),
  pipeline: z.string().min(1),
  runId: z.string().min(1),
  step: z.string().min(1),
  attempt: z.number().int().positive(),
  variant: z.string(),
  rows: z.object({
    in: z.number().int().nonnegative(),
    out: z.number().int().nonnegative(),
    quarantined: z.number().int().nonnegative(),
  }),
  checks: z.array(z.object({ name: z.string(), passed: z.boolean(), detail: z.string() })),
  models: z.array(
    z.object({
      model: z.string().min(1),
      variant: z.string(),
      /** How train and test rows were told apart, for example `random-70-30-seed-42`. */
      split: z.string(),
      metrics: metricsSchema,
      baseline: z.object({ name: z.string(), metrics: metricsSchema }).nullable(),
      hyperparameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      rows: z.record(z.string(), z.number().int().nonnegative()),
    }),
  ),
  /** Area to S3 URI of what the step wrote. */
  outputs: z.record(z.string(), z.string()),
  /** Seconds by phase of the job. */
  durations: z.record(z.string(), z.number().nonnegative()),
  /**
   * How the values of each input column are spread over its accepted rows. The edges of a quantity's bins (`upper`) do not
   * depend on the data, so that two runs can be compared bin by bin; bins of dates, identifiers and text have none.
   */
  profile: z
    .array(
      z.object({
        column: z.string().min(1),
        missing: z.number().int().nonnegative(),
        rows: z.number().int().nonnegative(),
        bins: z.array(z.object({ label: z.string(), upper: z.number().nullable(), count: z.number().int().nonnegative() })),
      }),
    )
    .default([]),
});
export type JobReport = z.infer<typeof jobReportSchema>;
export type ColumnProfile = JobReport['profile'][number];

export const exampleJobReport: JobReport = {
  schemaVersion: 1,
  pipeline: 'demand-forecast',
  runId: '20261112T000000Z-3f2a9c41d07b',
  step: 'train',
  attempt: 1,
  variant: 'classic',
  rows: { in: 913000, out: 273900, quarantined: 0 },
  checks: [{ name: 'columns present', passed: true, detail: 'all 8 feature columns' }],
  models: [
    {
      model: 'linear-regression',
      variant: 'classic',
      split: 'random-70-30-seed-42',
      metrics: { rmse: 8.88 },
      baseline: null,
      hyperparameters: {},
      rows: { train: 639100, test: 273900 },
    },
  ],
  outputs: { models: 's3://relay-data-local-000000000000/models/demand-forecast/run_id=20261112T000000Z-3f2a9c41d07b/' },
  durations: { 'linear-regression': 2.3 },
  profile: [],
};
