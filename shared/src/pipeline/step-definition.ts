import * as z from 'zod';

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

/** What every step has, whatever its kind. */
const common = {
  name: z.string(),
  after: z.array(z.object({ step: z.string(), on: afterConditionSchema })),
  fanIn: z.enum(['all', 'any']),
  timeoutMinutes: z.number().int().positive(),
  retry: deployedRetrySchema,
};

const jobStepSchema = z.object({ kind: z.literal('glue-job'), ...common, jobName: z.string() });
export type JobStepDefinition = z.infer<typeof jobStepSchema>;

const crawlerStepSchema = z.object({ kind: z.literal('crawler'), ...common, crawlerName: z.string() });
export type CrawlerStepDefinition = z.infer<typeof crawlerStepSchema>;

/**
 * What a gate does while the run's model is challenger: `fail` ends it at once, `wait` leaves time, until its timeout, for a
 * person to approve the model.
 */
export const challengerRuleSchema = z.enum(['fail', 'wait']);

/** Waits until it is decided whether the run's own model is champion. */
const gateStepSchema = z.object({ kind: z.literal('gate'), ...common, challenger: challengerRuleSchema });
export type GateStepDefinition = z.infer<typeof gateStepSchema>;

/** A step as deployed; what it is, is told by its kind. */
export const deployedStepSchema = z.discriminatedUnion('kind', [jobStepSchema, crawlerStepSchema, gateStepSchema]);
export type StepDefinition = z.infer<typeof deployedStepSchema>;

/** Kinds of steps. */
export const stepKindSchema = z.enum(['glue-job', 'crawler', 'gate']);
export type StepKind = StepDefinition['kind'];
