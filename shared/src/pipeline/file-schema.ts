import * as z from 'zod';
import { DEFAULT_QUEUE_TIMEOUT_MINUTES, whenBusySchema } from './definition';
import { inputFileSchema } from './input';
import { OUTPUT_AREAS } from './names';
import { budgetSchema, driftRuleSchema, modelRuleSchema } from './quality-rules';
import { pythonModulesSchema, stepFileSchema } from './step-file';

const NAME = /^[a-z][a-z0-9-]{0,31}$/;
const PARAMETER_NAME = /^[a-z][a-z0-9_]{0,31}$/;

/** Arguments that the platform or Glue gives to every job; a run parameter of that name would hide them. */
const TAKEN_NAMES = new Set(['pipeline', 'input', 'output_root', 'conf', 'relay_run_id', 'relay_step', 'relay_attempt']);

const name = (what: string) =>
  z
    .string()
    .regex(NAME, `expected a ${what} name of lower-case letters, digits and "-", starting with a letter, at most 32 long`);

const parameterFileSchema = z
  .strictObject({
    type: z.enum(['string', 'number', 'boolean']),
    default: z.union([z.string(), z.number(), z.boolean()]),
    description: z.string().min(1),
    choices: z
      .array(z.union([z.string(), z.number(), z.boolean()]))
      .nonempty()
      .optional(),
  })
  .superRefine((parameter, context) => {
    const values = [parameter.default, ...(parameter.choices ?? [])];
    const wrong = values.find((value) => typeof value !== parameter.type);
    if (wrong !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['default'],
        message: `expected a ${parameter.type}, found ${JSON.stringify(wrong)}`,
      });
    } else if (parameter.choices && !parameter.choices.includes(parameter.default)) {
      context.addIssue({
        code: 'custom',
        path: ['default'],
        message: `expected one of its choices: ${parameter.choices.join(', ')}`,
      });
    }
  });

const alertsFileSchema = z.strictObject({
  deadlineMinutes: z.number().int().min(1).max(20_160).optional(),
  noSuccessWithinHours: z.number().int().min(1).max(8_784).optional(),
});

const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'expected a month such as 2026-01');

/** A table of the Glue catalog over what runs write. */
const tableFileSchema = z.strictObject({
  path: z
    .string()
    .regex(
      new RegExp(`^(${OUTPUT_AREAS.join('|')})(/[A-Za-z0-9_-]+)+$`),
      'expected <area>/<folder>, a folder that every run writes',
    ),
  columns: z
    .record(
      z.string().regex(/^[a-z][a-z0-9_]*$/),
      z.string().regex(/^[a-z]+(\(\d+(,\d+)?\))?$/, 'expected a type such as double'),
    )
    .refine((columns) => Object.keys(columns).length > 0, 'expected at least one column'),
  /** First and last month of its partitions `month`; left out where it has none. */
  months: z.strictObject({ from: monthSchema, to: monthSchema }).optional(),
});
export type TableFile = z.infer<typeof tableFileSchema>;

/** pipeline.yml as its author writes it. Source of the Glue limits: docs.aws.amazon.com/glue/latest/dg/add-job.html */
export const pipelineFileSchema = z.strictObject({
  pipeline: name('pipeline'),
  input: inputFileSchema,
  concurrency: z
    .strictObject({
      maxRuns: z.number().int().min(1).max(50).default(1),
      whenBusy: whenBusySchema.default('queue'),
      queueTimeoutMinutes: z.number().int().min(1).max(10_080).default(DEFAULT_QUEUE_TIMEOUT_MINUTES),
    })
    .default({ maxRuns: 1, whenBusy: 'queue', queueTimeoutMinutes: DEFAULT_QUEUE_TIMEOUT_MINUTES }),
  timeoutMinutes: z.number().int().min(1).max(10_080).default(120),
  alerts: alertsFileSchema.default({}),
  model: modelRuleSchema.optional(),
  drift: driftRuleSchema.optional(),
  budget: budgetSchema.optional(),
  parameters: z
    .record(
      z.string().regex(PARAMETER_NAME, 'expected a parameter name of lower-case letters, digits and "_", starting with a letter'),
      parameterFileSchema,
    )
    .superRefine((parameters, context) => {
      for (const taken of Object.keys(parameters).filter((parameter) => TAKEN_NAMES.has(parameter))) {
        context.addIssue({
          code: 'custom',
          path: [taken],
          message: 'expected another name: jobs get an argument of this name from the platform',
        });
      }
    })
    .default({}),
  /** What pip installs for its jobs when they start. */
  pythonModules: pythonModulesSchema.default([]),
  tables: z.record(z.string().regex(/^[a-z][a-z0-9_]{0,63}$/), tableFileSchema).default({}),
  steps: z.record(name('step'), stepFileSchema).refine((steps) => Object.keys(steps).length > 0, 'expected at least one step'),
});
export type PipelineFile = z.infer<typeof pipelineFileSchema>;
