import { badRequest, ProblemError } from '@glue-relay/shared/http/problem';
import * as z from 'zod';
import type { ShownState } from '../domain/entities';
import { shownStateSchema } from '../domain/entities';

/** What `GET /runs` was asked for. */
export interface RunQuery {
  readonly pipeline: string | null;
  readonly state: ShownState | null;
  readonly limit: number;
  readonly afterRunId: string | null;
}

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;
const LIMIT_EXPECTED = `limit: expected a whole number from 1 to ${MAX_LIMIT}`;

const CURSOR_MARK = 'after:';
const CURSOR_CONTENT = /^after:([A-Za-z0-9._-]{1,100})$/;

/** The place in a list as clients carry it: opaque, so that it may change. */
export const cursorAfter = (runId: string): string => Buffer.from(`${CURSOR_MARK}${runId}`).toString('base64url');

const cursorSchema = z.string().transform((cursor, context) => {
  const runId = CURSOR_CONTENT.exec(Buffer.from(cursor, 'base64url').toString('utf8'))?.[1];
  if (runId !== undefined && cursorAfter(runId) === cursor) return runId;
  context.addIssue({ code: 'custom', message: 'cursor: expected the nextCursor of an earlier answer, unchanged' });
  return z.NEVER;
});

const schema = z.strictObject({
  pipeline: z.string().min(1, 'pipeline: expected a name').optional(),
  state: z.enum(shownStateSchema.options, `state: expected one of ${shownStateSchema.options.join(', ')}`).optional(),
  limit: z
    .string()
    .regex(/^\d{1,4}$/, LIMIT_EXPECTED)
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= MAX_LIMIT, LIMIT_EXPECTED)
    .optional(),
  cursor: cursorSchema.optional(),
});

/**
 * Reads the query of `GET /runs`.
 *
 * @throws ProblemError (400) naming each parameter that is wrong and what was expected
 */
export const parseRunQuery = (parameters: URLSearchParams): RunQuery => {
  const parsed = schema.safeParse(Object.fromEntries(parameters));
  if (!parsed.success) throw new ProblemError(badRequest(parsed.error.issues.map(faultOf).join('; ')));
  const { pipeline, state, limit, cursor } = parsed.data;
  return { pipeline: pipeline ?? null, state: state ?? null, limit: limit ?? DEFAULT_LIMIT, afterRunId: cursor ?? null };
};

const faultOf = (issue: z.core.$ZodIssue): string =>
  issue.code === 'unrecognized_keys'
    ? `unknown parameter ${issue.keys.join(', ')}: there are ${Object.keys(schema.shape).join(', ')}`
    : issue.message;
