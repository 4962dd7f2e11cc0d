import { setTimeout as sleep } from 'node:timers/promises';
import { cloudCrashed } from '@glue-relay/local/cloud-process';
import { readCloudStatus } from '@glue-relay/local/cloud-state';
import { pathsOf } from '@glue-relay/local/paths';
import type { z } from 'zod';
import { ssmOf, stageValue } from '../connection';
import type { Context } from '../context';
import { OperationError } from '../failures';
import type { Target } from '../target';
import type { Evaluation, Job, Run, RunSummary } from './schemas';
import { jobsSchema, modelsSchema, runSchema, runsPageSchema } from './schemas';
import type { SignGet } from './signing';
import { localApiUrl } from './url';

/** Which runs to list. */
export interface RunsQuery {
  readonly pipeline?: string;
  readonly state?: string;
  readonly limit: number;
}

/** The questions that the status service answers. */
export interface StatusApi {
  readonly url: string;
  runs(query: RunsQuery): Promise<{ readonly runs: RunSummary[]; readonly nextCursor: string | null }>;
  /** Undefined where the service knows no such run (yet). */
  run(runId: string): Promise<Run | undefined>;
  jobs(): Promise<Job[]>;
  models(): Promise<Evaluation[]>;
}

const PAGE_SIZE = 100;
const NOT_FOUND = 404;

/** The status API of a target; signed on AWS, open on the local cloud. */
export const statusApiOf = async (context: Context, target: Target): Promise<StatusApi> => {
  const ssm = await ssmOf(target);
  const published = await whileCloudLives(context, target, () => stageValue(target, ssm, 'status/api-url'));
  const url = target.kind === 'local' ? localApiUrl(published, target.cloud.endpoint) : published.replace(/\/$/, '');
  const sign: SignGet = target.kind === 'local' ? async () => ({}) : await (await import('./signing')).signerOf(ssm);

  const get = async <T extends z.ZodType>(path: string, schema: T): Promise<z.infer<T> | undefined> => {
    const address = new URL(`${url}${path}`);
    const response = await whileCloudLives(context, target, () => request(address, sign, context.signal));
    if (response.status === NOT_FOUND) return undefined;
    if (!response.ok) throw await refused(address, response);
    const read = schema.safeParse(await response.json());
    if (read.success) return read.data;
    const fault = read.error.issues[0];
    throw new OperationError(
      `GET ${address.href} answered what this version of relay cannot read: ${fault?.path.join('.')}: ${fault?.message}.`,
    );
  };
  const must = async <T extends z.ZodType>(path: string, schema: T): Promise<z.infer<T>> => {
    const found = await get(path, schema);
    if (found === undefined)
      throw new OperationError(`GET ${url}${path} was not found: the status service is not deployed as expected.`);
    return found;
  };

  return {
    url,
    runs: async ({ pipeline, state, limit }) => {
      const runs: RunSummary[] = [];
      let cursor: string | null = null;
      do {
        const query = new URLSearchParams({
          limit: String(Math.min(PAGE_SIZE, limit)),
          ...(pipeline ? { pipeline } : {}),
          ...(state ? { state } : {}),
          ...(cursor ? { cursor } : {}),
        });
        const page: z.infer<typeof runsPageSchema> = await must(`/runs?${query}`, runsPageSchema);
        runs.push(...page.runs.filter((run) => (!pipeline || run.pipeline === pipeline) && (!state || run.state === state)));
        cursor = page.nextCursor;
      } while (cursor && runs.length < limit);
      return { runs: runs.slice(0, limit), nextCursor: cursor };
    },
    run: (runId) => get(`/runs/${encodeURIComponent(runId)}`, runSchema),
    jobs: async () => (await must('/jobs', jobsSchema)).jobs,
    models: async () => (await must('/models', modelsSchema)).models,
  };
};

const ATTEMPTS = 4;
const FIRST_DELAY_MS = 200;
const TIMEOUT_MS = 15_000;
const TOO_MANY = 429;
const SERVER_ERROR = 500;

const request = async (url: URL, sign: SignGet, signal: AbortSignal): Promise<Response> => {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt === ATTEMPTS;
    try {
      const response = await fetch(url, {
        headers: await sign(url),
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      if (isLast || (response.status !== TOO_MANY && response.status < SERVER_ERROR)) return response;
      await response.body?.cancel();
    } catch (error) {
      signal.throwIfAborted();
      if (isLast) throw new OperationError(`${url.href} cannot be reached: ${causeOf(error)}.`);
    }
    await sleep(FIRST_DELAY_MS * 2 ** (attempt - 1), undefined, { signal });
  }
};

const refused = async (url: URL, response: Response): Promise<OperationError> => {
  const said = (await response.text()).slice(0, 300);
  const remedy =
    response.status === 401 || response.status === 403 ? 'check that your AWS identity may call execute-api:Invoke on it.' : null;
  return new OperationError(`GET ${url.href} answered ${response.status}: ${said}`, remedy);
};

const causeOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
};

/** Lets a call to a local cloud that has died in the meantime fail with that, and with what its log says. */
const whileCloudLives = async <T>(context: Context, target: Target, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    context.signal.throwIfAborted();
    if (target.kind !== 'local') throw error;
    const status = readCloudStatus(pathsOf(context.root).cloudState);
    throw status.kind === 'running' ? error : cloudCrashed(target.cloud);
  }
};
