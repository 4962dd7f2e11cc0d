import { badRequest, ProblemError } from '@glue-relay/shared/http/problem';
import * as z from 'zod';
import type { RunFilter } from '../app/list-runs';
import { shownStateSchema } from '../domain/entities';
import { cursorSchema } from './cursor';

const DEFAULT_LIMIT = 50;
const MOST_ON_A_PAGE = 200;
const DEFAULT_EVALUATIONS = 500;
const MOST_EVALUATIONS = 1_000;

const wholeNumber = (name: string, most: number) => {
  const expected = `${name}: expected a whole number from 1 to ${most}`;
  return z
    .string()
    .regex(/^\d{1,5}$/, expected)
    .transform(Number)
    .refine((value) => value >= 1 && value <= most, expected);
};

const text = (name: string, longest: number) =>
  z.string().min(1, `${name}: expected 1 to ${longest} characters`).max(longest, `${name}: expected 1 to ${longest} characters`);

const time = (name: string) =>
  z.iso.datetime({ offset: true, error: `${name}: expected a time like 2026-11-12T00:00:00Z` }).transform((at) => Date.parse(at));

const day = (name: string) => z.iso.date(`${name}: expected a day like 2026-11-12`);

const pipeline = text('pipeline', 64).optional();
const page = { limit: wholeNumber('limit', MOST_ON_A_PAGE).default(DEFAULT_LIMIT), cursor: cursorSchema.optional() };

const runsSchema = z.strictObject({
  pipeline,
  state: z.enum(shownStateSchema.options, `state: expected one of ${shownStateSchema.options.join(', ')}`).optional(),
  key: text('key', 1024).optional(),
  since: time('since').optional(),
  until: time('until').optional(),
  ...page,
});

/** What `GET /runs` was asked for. */
export interface RunsRequest {
  readonly filter: RunFilter;
  readonly limit: number;
  readonly before: string | null;
}

/** @throws ProblemError (400) naming each parameter that is wrong and what was expected, as every reader of this file */
export const readRunsRequest = (url: URL): RunsRequest => {
  const { since, until, key, state, cursor, limit, ...rest } = parse(runsSchema, url);
  const filter = { pipeline: rest.pipeline ?? null, state: state ?? null, key: key ?? null, from: orderAt(since) };
  return { filter, limit, before: earlier(cursor ?? null, orderAt(until)) };
};

/** Orders of runs are their ids, which begin with a second; the first at or after a time. */
const orderAt = (millis: number | undefined): string | null => {
  if (millis === undefined) return null;
  const second = new Date(Math.ceil(millis / 1000) * 1000).toISOString().slice(0, 19);
  return `${second.replaceAll(/[-:]/g, '')}Z`;
};

const earlier = (one: string | null, other: string | null): string | null =>
  one === null || other === null ? (one ?? other) : one < other ? one : other;

const pageSchema = z.strictObject(page);

/** A page of a list that has no filter of its own. */
export const readPageRequest = (url: URL): { readonly limit: number; readonly before: string | null } => {
  const { limit, cursor } = parse(pageSchema, url);
  return { limit, before: cursor ?? null };
};

const alertsSchema = z.strictObject({ pipeline, ...page });

export const readAlertsRequest = (
  url: URL,
): { readonly pipeline: string | null; readonly limit: number; readonly before: string | null } => {
  const { limit, cursor, pipeline: of } = parse(alertsSchema, url);
  return { pipeline: of ?? null, limit, before: cursor ?? null };
};

const modelsSchema = z.strictObject({
  metric: text('metric', 64).optional(),
  limit: wholeNumber('limit', MOST_EVALUATIONS).default(DEFAULT_EVALUATIONS),
});

export const readModelsRequest = (url: URL): { readonly metric: string | null; readonly limit: number } => {
  const { metric, limit } = parse(modelsSchema, url);
  return { metric: metric ?? null, limit };
};

const costsSchema = z.strictObject({ pipeline, from: day('from').optional(), to: day('to').optional() });
const DEFAULT_DAYS = 30;
const MOST_DAYS = 92;
const MS_PER_DAY = 86_400_000;

/** @param now - the time of the request, for the days that are not given */
export const readCostsRequest = (
  url: URL,
  now: number,
): { readonly from: string; readonly to: string; readonly pipeline: string | null } => {
  const asked = parse(costsSchema, url);
  const to = asked.to ?? dayOf(now);
  const from = asked.from ?? dayOf(Date.parse(to) - (DEFAULT_DAYS - 1) * MS_PER_DAY);
  const days = (Date.parse(to) - Date.parse(from)) / MS_PER_DAY + 1;
  if (days < 1 || days > MOST_DAYS) {
    throw new ProblemError(badRequest(`from, to: expected 1 to ${MOST_DAYS} days, found ${from} to ${to}`));
  }
  return { from, to, pipeline: asked.pipeline ?? null };
};

const dayOf = (millis: number): string => new Date(millis).toISOString().slice(0, 10);

const parse = <Schema extends z.ZodObject>(schema: Schema, url: URL): z.infer<Schema> => {
  const parsed = schema.safeParse(Object.fromEntries(url.searchParams));
  if (parsed.success) return parsed.data;
  throw new ProblemError(badRequest(parsed.error.issues.map((issue) => faultOf(issue, schema)).join('; ')));
};

const faultOf = (issue: z.core.$ZodIssue, schema: z.ZodObject): string =>
  issue.code === 'unrecognized_keys'
    ? `unknown parameter ${issue.keys.join(', ')}: there are ${Object.keys(schema.shape).join(', ')}`
    : issue.message;

/** The key at the end of a path, slashes and all; percent-encoding that is none is taken as it stands. */
export const keyOfPath = (url: URL, prefix: string): string => {
  const raw = url.pathname.slice(prefix.length);
  try {
    return decodeURIComponent(raw);
  } catch (error) {
    if (error instanceof URIError) return raw;
    throw error;
  }
};
