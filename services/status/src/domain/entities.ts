import type { DatasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import type { ModelEvaluated } from '@glue-relay/shared/events/model-evaluated';
import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import type { StepReported } from '@glue-relay/shared/events/step-reported';
import type { StepStateChange } from '@glue-relay/shared/events/step-state-change';
import { runStateSchema } from '@glue-relay/shared/states';
import * as z from 'zod';

/** States that a user sees: those of a run, and REJECTED for a data set that never became one. */
export const shownStateSchema = z.enum([...runStateSchema.options, 'REJECTED']);
export type ShownState = z.infer<typeof shownStateSchema>;

/** What is known of one run: the newest event about each of its parts. */
export interface RunRecord {
  readonly head:
    | { readonly kind: 'run'; readonly event: RunStateChange }
    | { readonly kind: 'rejection'; readonly event: DatasetRejected };
  readonly steps: readonly StepStateChange[];
  readonly reports: readonly StepReported[];
  readonly models: readonly ModelEvaluated[];
}

/** A run's line in lists. */
export const runSummarySchema = z.object({
  runId: z.string(),
  /** Null where no pipeline could be told for a rejected data set. */
  pipeline: z.string().nullable(),
  state: shownStateSchema,
  dataset: z.object({ bucket: z.string(), key: z.string(), versionId: z.string().nullable(), size: z.number() }),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** From start to end; null until it ended. */
  seconds: z.number().nullable(),
  error: z.string().nullable(),
  rejection: z
    .object({ reason: z.string(), message: z.string(), remedy: z.string(), quarantineKey: z.string().nullable().default(null) })
    .nullable(),
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

/** The latest evaluation of a pipeline's model in a variant. */
export const latestModelSchema = z.object({
  pipeline: z.string(),
  model: z.string(),
  variant: z.string(),
  split: z.string(),
  metrics: z.record(z.string(), z.number()),
  runId: z.string(),
  evaluatedAt: z.string(),
});
export type LatestModel = z.infer<typeof latestModelSchema>;
