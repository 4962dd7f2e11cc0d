import * as z from 'zod';
import { readBy } from './read-by';

/**
 * What the values of a column are. `date` is yyyy-mm-dd, `timestamp` a date and a time of ISO 8601, `number` has a point for its
 * decimals; an empty value is one that is missing and fits each of them. `any` is not looked at.
 */
export const columnTypeSchema = z.enum(['any', 'string', 'integer', 'number', 'boolean', 'date', 'timestamp']);
export type ColumnType = z.infer<typeof columnTypeSchema>;

const columnSchema = z.object({ name: z.string().min(1), type: columnTypeSchema });
export type Column = z.infer<typeof columnSchema>;

/** Columns that only have to be there. */
export const untyped = (names: readonly string[]): Column[] => names.map((name) => ({ name, type: 'any' }));

const namesSchema = z.array(z.string().min(1)).nonempty().transform(untyped);
const typesSchema = z
  .record(z.string().min(1), columnTypeSchema)
  .refine((columns) => Object.keys(columns).length > 0, 'expected at least one column')
  .transform((columns) => Object.entries(columns).map(([name, type]): Column => ({ name, type })));

/** A list of names, or a type for each name. */
const columnsFileSchema = z.unknown().transform((given, context): Column[] => {
  const isMapping = typeof given === 'object' && given !== null && !Array.isArray(given);
  return readBy(isMapping ? typesSchema : namesSchema, given, context);
});

/** EventBridge takes 256 KB an event and DynamoDB 400 KB an item: so many objects with keys of the longest kind fit both. */
const MOST_FILES = 100;
const DAY_SECONDS = 86_400;

/** A run for every so many files, or for what has come so many seconds after the first, whichever is first. */
export const batchSchema = z.strictObject({
  files: z.number().int().min(2).max(MOST_FILES),
  seconds: z.number().int().min(1).max(DAY_SECONDS),
});
export type BatchRule = z.infer<typeof batchSchema>;

/** A part of the key, in the only group of a regular expression: runs of one partition go one after another. */
const partitionSchema = z.strictObject({
  pattern: z
    .string()
    .max(200)
    .refine(
      (pattern) => groupsOf(pattern) === 1,
      'expected a regular expression with one group, such as date=(\\d{4}-\\d{2}-\\d{2})',
    ),
});

/** Undefined where the pattern is no regular expression. */
const groupsOf = (pattern: string): number | undefined => {
  try {
    return (new RegExp(`${pattern}|`).exec('')?.length ?? 0) - 1;
  } catch {
    return undefined;
  }
};

/** `input` of pipeline.yml. */
export const inputFileSchema = z.strictObject({
  prefix: z.string().regex(/^raw\//, 'expected a prefix that begins with raw/'),
  suffix: z.array(z.string().regex(/^\.[A-Za-z0-9.]+$/, 'expected a suffix such as .csv')).nonempty(),
  columns: columnsFileSchema,
  extraColumns: z.enum(['allow', 'refuse']).default('allow'),
  /** Of the object as it is stored. */
  maxBytes: z.number().int().positive().optional(),
  batch: batchSchema.optional(),
  partition: partitionSchema.optional(),
});

/** `input` as deployed. */
export const inputSchema = z.object({
  prefix: z.string(),
  suffix: z.array(z.string()).nonempty(),
  columns: z.array(columnSchema).nonempty(),
  extraColumns: z.enum(['allow', 'refuse']),
  maxBytes: z.number().int().positive().nullable(),
  batch: batchSchema.nullable(),
  partition: partitionSchema.nullable(),
});
export type PipelineInput = z.infer<typeof inputSchema>;

/** The input as a deploy writes it. */
export const deployedInput = (input: z.infer<typeof inputFileSchema>): PipelineInput =>
  inputSchema.parse({
    ...input,
    maxBytes: input.maxBytes ?? null,
    batch: input.batch ?? null,
    partition: input.partition ?? null,
  });

/** The partition that a key names; null where the pipeline has none, undefined where it has and the key names none. */
export const partitionOf = (key: string, { partition }: Pick<PipelineInput, 'partition'>): string | null | undefined =>
  partition ? new RegExp(partition.pattern).exec(key)?.[1] || undefined : null;
