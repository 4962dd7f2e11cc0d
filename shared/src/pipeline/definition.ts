import * as z from 'zod';
import { parameterValueSchema } from '../dataset';
import { inputSchema } from './input';
import { budgetSchema, DEFAULT_DRIFT_RULE, driftRuleSchema, modelRuleSchema } from './quality-rules';
import { scheduleSchema } from './schedule';

/**
 * Classes of a failed attempt that a retry rule may name. `job-failure`: the job's own error; `data`: its error is that
 * the data is not fit (`JobDataError` of relay_job), so that trying again gives the same; `timeout`; `throttling`: Glue
 * itself ended the job run for want of quota; `platform`: any other end that Glue, not the job, brought about.
 */
export const errorClassSchema = z.enum(['job-failure', 'data', 'timeout', 'throttling', 'platform']);
export type ErrorClass = z.infer<typeof errorClassSchema>;

/**
 * A retry rule in Step Functions' terms and with its defaults. `maxAttempts` counts retries, so 3 means up to four
 * attempts in all; waits are `intervalSeconds * backoffRate ^ n`, capped by `maxDelaySeconds`. A rule that names no
 * classes is for all but `data`.
 * Source: docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export const retrySchema = z.strictObject({
  on: z.array(errorClassSchema).nonempty().default(['job-failure', 'timeout', 'throttling', 'platform']),
  maxAttempts: z.number().int().min(0).max(99).default(3),
  intervalSeconds: z.number().int().min(1).max(86_400).default(1),
  backoffRate: z.number().min(1).max(100).default(2),
  maxDelaySeconds: z.number().int().min(1).max(86_400).nullable().default(null),
  jitter: z.enum(['none', 'full']).default('none'),
});
export type Retry = z.infer<typeof retrySchema>;

/** Rules in order: the first that names an attempt's class is the one that counts. */
const deployedRetrySchema = z.array(retrySchema);

/** When a step may start, by how the step before it ended. */
export const afterConditionSchema = z.enum(['success', 'failure', 'always']);
export type AfterCondition = z.infer<typeof afterConditionSchema>;

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

const deployedStepSchema = z.object({
  name: z.string(),
  kind: z.literal('glue-job'),
  jobName: z.string(),
  after: z.array(z.object({ step: z.string(), on: afterConditionSchema })),
  fanIn: z.enum(['all', 'any']),
  timeoutMinutes: z.number().int().positive(),
  retry: deployedRetrySchema,
});
export type StepDefinition = z.infer<typeof deployedStepSchema>;

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
  /** Null where only data sets and people start runs. */
  schedule: scheduleSchema.nullable(),
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
  schedule: null,
  alerts: NO_ALERTS,
  model: { metric: 'rmse', higherIsBetter: false, margin: 0.01, split: null },
  drift: DEFAULT_DRIFT_RULE,
  budget: null,
  parameters: {
    tuned: { type: 'boolean', default: false, description: 'Also train the large random forest.', choices: null },
  },
  steps: [step('clean', []), step('explore', ['clean']), step('features', ['clean']), step('train', ['features'])],
};

function step(name: string, after: string[]): StepDefinition {
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
