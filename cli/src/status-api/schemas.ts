import { parameterValueSchema } from '@glue-relay/shared/dataset';
import * as z from 'zod';

/** What the status API answers, read tolerantly: fields that are not known here are kept, those that lack are null. */
const orNull = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null);
const text = orNull(z.string());
const number = orNull(z.number());
const metrics = orNull(z.record(z.string(), z.number()));
const rows = orNull(z.looseObject({ in: number, out: number, quarantined: number }));

const datasetSchema = z.looseObject({ bucket: z.string(), key: z.string(), versionId: text, size: number });
const parameters = z
  .record(z.string(), parameterValueSchema)
  .nullish()
  .transform((value) => value ?? {});

const stepSchema = z.looseObject({
  step: z.string(),
  kind: z.string().default('glue-job'),
  jobName: text,
  state: z.string(),
  attempts: number,
  start: text,
  end: text,
  seconds: number,
  jobRunId: text,
  error: text,
  rows,
  checks: z.array(z.looseObject({ name: z.string(), passed: z.boolean(), detail: z.string() })).default([]),
});
export type RunStep = z.infer<typeof stepSchema>;

export const modelSchema = z.looseObject({ model: z.string(), variant: text, split: text, metrics });
export type Model = z.infer<typeof modelSchema>;

const rejectionSchema = z.looseObject({ reason: z.string(), message: z.string(), remedy: text, quarantineKey: text });

const summary = {
  runId: z.string(),
  pipeline: text,
  state: z.string(),
  dataset: orNull(datasetSchema),
  createdAt: text,
  startedAt: text,
  endedAt: text,
  seconds: number,
  error: text,
  rejection: orNull(rejectionSchema),
};

export const runSummarySchema = z.looseObject(summary);
export type RunSummary = z.infer<typeof runSummarySchema>;

export const runSchema = z.looseObject({
  ...summary,
  parameters,
  steps: z.array(stepSchema).default([]),
  rows,
  models: z.array(modelSchema).default([]),
});
export type Run = z.infer<typeof runSchema>;

export const runsPageSchema = z.looseObject({ runs: z.array(runSummarySchema), nextCursor: text });

const jobSchema = z.looseObject({
  name: z.string(),
  pipeline: text,
  step: text,
  status: text,
  startedOn: text,
  executionTime: number,
  runId: text,
});
export type Job = z.infer<typeof jobSchema>;
export const jobsSchema = z.looseObject({ jobs: z.array(jobSchema) });

const evaluationSchema = modelSchema.extend({ pipeline: text, runId: text, evaluatedAt: text });
export type Evaluation = z.infer<typeof evaluationSchema>;
export const modelsSchema = z.looseObject({ models: z.array(evaluationSchema) });
