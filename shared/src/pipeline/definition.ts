import * as z from 'zod';
import { parameterValueSchema } from '../dataset';
import { inputSchema } from './input';
import { budgetSchema, DEFAULT_DRIFT_RULE, driftRuleSchema, modelRuleSchema } from './quality-rules';
import type { JobStepDefinition } from './step-definition';
import { deployedStepSchema } from './step-definition';

/**
 * What becomes of runs while all slots of their pipeline are taken. `queue`: they wait, first in first out; `skip`: they
 * are not run; `latest-only`: one waits, the newest; `cancel-running`: one waits, the newest, and the oldest running is cancelled.
 */
export const whenBusySchema = z.enum(['queue', 'skip', 'cancel-running', 'latest-only']);
export type WhenBusy = z.infer<typeof whenBusySchema>;

/** Longest time in the queue, in minutes, where a pipeline does not say otherwise: a day. */
export const DEFAULT_QUEUE_TIMEOUT_MINUTES = 1_440;

/** What people are told of a pipeline before anything has failed; null where they are not. */
const deployedAlertsSchema = z.object({
  /** A run that is still queued or running so long after it was made. */
  deadlineMinutes: z.number().int().positive().nullable(),
  /** No run of the pipeline succeeded in that time. */
  noSuccessWithinHours: z.number().int().positive().nullable(),
});

/** Of a pipeline that says nothing. */
export const NO_ALERTS: z.infer<typeof deployedAlertsSchema> = { deadlineMinutes: null, noSuccessWithinHours: null };

const deployedParameterSchema = z.object({
  type: z.enum(['string', 'number', 'boolean']),
  default: parameterValueSchema,
  description: z.string(),
  choices: z.array(parameterValueSchema).nullable(),
});

/**
 * A pipeline as deployed: what the SSM parameter `/relay/<stage>/pipelines/<name>` holds, made from pipeline.yml.
 * A run keeps the definition that it started with. Steps stand in an order in which each comes after those it waits for.
 */
export const pipelineDefinitionSchema = z.object({
  schemaVersion: z.literal(1),
  pipeline: z.string(),
  /** Content hash of the definition and its scripts: the code version of its runs. */
  version: z.string(),
  input: inputSchema,
  concurrency: z.object({
    maxRuns: z.number().int().positive(),
    whenBusy: whenBusySchema,
    queueTimeoutMinutes: z.number().int().positive(),
  }),
  /** Longest time from start to end of a run. */
  timeoutMinutes: z.number().int().positive(),
  alerts: deployedAlertsSchema,
  /** Null where the pipeline has no champion. */
  model: modelRuleSchema.nullable(),
  drift: driftRuleSchema,
  budget: budgetSchema.nullable(),
  parameters: z.record(z.string(), deployedParameterSchema),
  steps: z.array(deployedStepSchema).nonempty(),
});
export type PipelineDefinition = z.infer<typeof pipelineDefinitionSchema>;
export type ParameterDeclaration = z.infer<typeof deployedParameterSchema>;

export const examplePipeline: PipelineDefinition = {
  schemaVersion: 1,
  pipeline: 'demand-forecast',
  version: '5f2a9c41d07b',
  input: {
    prefix: 'raw/',
    suffix: ['.csv', '.csv.gz'],
    columns: [
      { name: 'date', type: 'date' },
      { name: 'store', type: 'integer' },
      { name: 'item', type: 'integer' },
      { name: 'sales', type: 'number' },
    ],
    extraColumns: 'allow',
    maxBytes: null,
    batch: null,
    partition: null,
  },
  concurrency: { maxRuns: 1, whenBusy: 'queue', queueTimeoutMinutes: DEFAULT_QUEUE_TIMEOUT_MINUTES },
  timeoutMinutes: 120,
  alerts: NO_ALERTS,
  model: { metric: 'rmse', higherIsBetter: false, margin: 0.01, split: null },
  drift: DEFAULT_DRIFT_RULE,
  budget: null,
  parameters: {
    tuned: { type: 'boolean', default: false, description: 'Also train the large random forest.', choices: null },
  },
  steps: [step('clean', []), step('explore', ['clean']), step('features', ['clean']), step('train', ['features'])],
};

function step(name: string, after: string[]): JobStepDefinition {
  return {
    name,
    kind: 'glue-job',
    jobName: `relay-local-demand-forecast-${name}`,
    after: after.map((before) => ({ step: before, on: 'success' })),
    fanIn: 'all',
    timeoutMinutes: 60,
    retry: [],
  };
}
