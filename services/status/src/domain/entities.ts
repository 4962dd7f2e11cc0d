import { causeSchema } from '@glue-relay/shared/events/cause';
import { datasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { runStateSchema } from '@glue-relay/shared/states';
import * as z from 'zod';

/** States that a user sees: those of a run, and REJECTED for a data set that never became one. */
export const shownStateSchema = z.enum([...runStateSchema.options, 'REJECTED']);
export type ShownState = z.infer<typeof shownStateSchema>;

/** The newest event about a run itself, or the rejection of its data set. */
export const runHeadSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), event: runStateChange.detail }),
  z.object({ kind: z.literal('rejection'), event: datasetRejected.detail }),
]);
export type RunHead = z.infer<typeof runHeadSchema>;

/** The object that a run is about, or the list of its objects. */
export const runDatasetSchema = z.object({
  bucket: z.string(),
  key: z.string(),
  versionId: z.string().nullable(),
  size: z.number(),
});

/** A run's line in lists. */
export const runSummarySchema = z.object({
  runId: z.string(),
  /** Null where no pipeline could be told for a rejected data set. */
  pipeline: z.string().nullable(),
  state: shownStateSchema,
  dataset: runDatasetSchema,
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** From start to end; null until it ended. */
  seconds: z.number().nullable(),
  error: z.string().nullable(),
  rejection: z
    .object({ reason: z.string(), message: z.string(), remedy: z.string(), quarantineKey: z.string().nullable() })
    .nullable(),
  supersededBy: z.string().nullable(),
  redrives: z.number(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

/** A Glue job and its latest attempt by start. */
export const jobSchema = z.object({
  name: z.string(),
  pipeline: z.string(),
  step: z.string(),
  /** A step's state, or NEVER_RUN for a job of a known pipeline that no run has started yet. */
  status: z.string(),
  startedOn: z.string().nullable(),
  /** Seconds; null until the attempt ended. */
  executionTime: z.number().nullable(),
  runId: z.string().nullable(),
  jobRunId: z.string().nullable(),
});
export type Job = z.infer<typeof jobSchema>;

const metricsSchema = z.record(z.string(), z.number());

/** The latest evaluation of a pipeline's model in a variant. */
export const latestModelSchema = z.object({
  pipeline: z.string(),
  model: z.string(),
  variant: z.string(),
  split: z.string(),
  metrics: metricsSchema,
  runId: z.string(),
  evaluatedAt: z.string(),
});
export type LatestModel = z.infer<typeof latestModelSchema>;

/** One evaluation in a pipeline's history. */
export const evaluationSchema = latestModelSchema.extend({ baseline: metricsSchema.nullable() });
export type Evaluation = z.infer<typeof evaluationSchema>;

/** One change in a run's journal, as it is shown. */
export const journalLineSchema = z.object({
  sequence: z.number(),
  at: z.string(),
  step: z.string().nullable(),
  attempt: z.number().nullable(),
  from: z.string().nullable(),
  to: z.string(),
  error: z.string().nullable(),
  cause: causeSchema.nullable(),
});
export type JournalLine = z.infer<typeof journalLineSchema>;

/** How far the read model is. */
export const projectionMarkSchema = z.object({ lagSeconds: z.number(), lastEventAt: z.string(), lastProjectedAt: z.string() });
export type ProjectionMark = z.infer<typeof projectionMarkSchema>;
