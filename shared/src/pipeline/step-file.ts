import * as z from 'zod';
import { OUTPUT_AREAS } from './names';
import { readBy } from './read-by';
import type { Retry } from './step-definition';
import { afterConditionSchema, challengerRuleSchema, retrySchema } from './step-definition';

const afterFileSchema = z.union([z.string(), z.strictObject({ step: z.string(), on: afterConditionSchema.default('success') })]);

/** One rule or a list of them. */
const retryFileSchema = z.unknown().transform((given, context): Retry[] =>
  Array.isArray(given)
    ? readBy(z.array(retrySchema).nonempty(), given, context)
    : readBy(
        retrySchema.transform((rule) => [rule]),
        given,
        context,
      ),
);

/** A requirement as pip reads it, pinned: `scikit-learn==1.9.1`. */
export const pythonModulesSchema = z.array(z.string().regex(/^[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+!]*$/, 'expected NAME==VERSION'));

/** What may stand beside every kind of work. */
const common = {
  after: z.array(afterFileSchema).default([]),
  fanIn: z.enum(['all', 'any']).default('all'),
  timeoutMinutes: z.number().int().min(1).max(10_080).default(60),
};

const jobFileSchema = z.strictObject({
  job: z.string().regex(/^[A-Za-z0-9_-]+\.py$/, 'expected a file name in jobs/ that ends in .py'),
  ...common,
  retry: retryFileSchema.optional(),
  workers: z.number().int().min(2).max(299).default(2),
  workerType: z.enum(['G.1X', 'G.2X', 'G.4X', 'G.8X']).default('G.1X'),
  /** FLEX is cheaper and starts when there is spare capacity. */
  executionClass: z.enum(['STANDARD', 'FLEX']).default('STANDARD'),
  /** Takes workers as they are needed, up to `workers`. */
  autoScaling: z.boolean().default(false),
  /** In place of the pipeline's. */
  pythonModules: pythonModulesSchema.optional(),
});

const crawlerFileSchema = z.strictObject({
  crawler: z.strictObject({
    path: z
      .string()
      .regex(
        new RegExp(`^(input|(${OUTPUT_AREAS.join('|')})(/[A-Za-z0-9_-]+)?)$`),
        `expected input, or <area> or <area>/<folder> of what runs write; areas are ${OUTPUT_AREAS.join(', ')}`,
      ),
    /** `new-folders` leaves alone what was crawled before, so that a change of its schema is not seen; not of the input. */
    recrawl: z.enum(['everything', 'new-folders']).default('everything'),
  }),
  ...common,
  retry: retryFileSchema.optional(),
});

/** `champion`, or `{ champion: wait }`. */
const gateFileSchema = z.strictObject({
  gate: z
    .unknown()
    .transform((given, context) =>
      given === 'champion'
        ? { champion: 'fail' as const }
        : readBy(z.strictObject({ champion: challengerRuleSchema }), given, context),
    ),
  ...common,
});

/** The field that tells a step's kind, and what stands under it. */
const KINDS = {
  job: jobFileSchema.transform((step) => ({ kind: 'glue-job' as const, ...step })),
  crawler: crawlerFileSchema.transform((step) => ({ kind: 'crawler' as const, ...step })),
  gate: gateFileSchema.transform((step) => ({ kind: 'gate' as const, ...step })),
};
type KindField = keyof typeof KINDS;
const KIND_FIELDS = Object.keys(KINDS) as KindField[];

export type StepFile = z.infer<(typeof KINDS)[KindField]>;
export type JobStepFile = Extract<StepFile, { kind: 'glue-job' }>;
export type CrawlerStepFile = Extract<StepFile, { kind: 'crawler' }>;

/** A step of pipeline.yml: exactly one of `job`, `crawler` and `gate`, and what may stand beside it. */
export const stepFileSchema = z.unknown().transform((given, context): StepFile => {
  const [field, another] = KIND_FIELDS.filter((kind) => typeof given === 'object' && given !== null && kind in given);
  if (field && !another) return readBy<StepFile>(KINDS[field], given, context);
  const expected = `expected exactly one of ${KIND_FIELDS.join(', ')}`;
  context.issues.push(
    another
      ? { code: 'custom', path: [another], message: `${expected}, found ${field} and ${another}`, input: given }
      : { code: 'custom', path: [], message: `${expected}, found none`, input: given },
  );
  return z.NEVER;
});
