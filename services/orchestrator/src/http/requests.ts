import { parameterValueSchema } from '@glue-relay/shared/dataset';
import * as z from 'zod';

const parameters = z.record(z.string(), parameterValueSchema).default({});
const key = z.string().min(1).max(1024);

export const startBody = z.strictObject({
  pipeline: z.string().min(1),
  key,
  versionId: z.string().min(1).nullable().default(null),
  parameters,
});
export const cancelBody = z.strictObject({ reason: z.string().min(1).max(500).default('no reason given') });
export const redriveBody = z.strictObject({
  from: z.string().min(1).nullable().default(null),
  definition: z.enum(['run', 'latest']).default('run'),
});

const MOST_AT_ONCE = 100;
const time = z.iso.datetime({ offset: true }).nullable().default(null);
export const backfillBody = z.strictObject({
  pipeline: z.string().min(1),
  prefix: key,
  since: time,
  until: time,
  reprocess: z.enum(['none', 'failed', 'all']).default('none'),
  parameters,
  dryRun: z.boolean().default(false),
  limit: z.number().int().min(1).max(MOST_AT_ONCE).default(MOST_AT_ONCE),
  /** The `next` of the answer before. */
  after: key.nullable().default(null),
});
