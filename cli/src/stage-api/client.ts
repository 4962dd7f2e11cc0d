import { cloudCrashed } from '@glue-relay/local/cloud-process';
import { readCloudStatus } from '@glue-relay/local/cloud-state';
import { pathsOf } from '@glue-relay/local/paths';
import type { z } from 'zod';
import { ssmOf, stageValue } from '../connection';
import type { Context } from '../context';
import { OperationError } from '../failures';
import type { Target } from '../target';
import { authorisationOf } from './authorisation';
import { request } from './request';
import type { ApiRequest, Sign } from './signing';
import { localApiUrl } from './url';

/** One HTTP API of a stage; signed on AWS, open on the local cloud. */
export interface StageApi {
  readonly url: string;
  /** Undefined where it is not found. */
  get<T extends z.ZodType>(path: string, schema: T): Promise<z.infer<T> | undefined>;
  /** @throws OperationError where it is not found, in the words of the service */
  must<T extends z.ZodType>(path: string, schema: T): Promise<z.infer<T>>;
  /** @param idempotencyKey - makes it safe to send the request again */
  post<T extends z.ZodType>(path: string, body: object, idempotencyKey: string, schema: T): Promise<z.infer<T>>;
}

const NOT_FOUND = 404;

/** Where a service's API is, and how to ask it. */
export interface StageEndpoint {
  /** Without a slash at the end. */
  readonly url: string;
  readonly sign: Sign;
}

/** The endpoint of a service's API, by the parameter `/relay/<stage>/<service>/api-url` that its deploy published. */
export const stageEndpoint = async (context: Context, target: Target, service: string): Promise<StageEndpoint> => {
  const ssm = await ssmOf(target);
  const published = await whileCloudLives(context, target, () => stageValue(target, ssm, `${service}/api-url`));
  const url = target.kind === 'local' ? localApiUrl(published, target.cloud.endpoint) : published.replace(/\/$/, '');
  return { url, sign: await authorisationOf(context, target, ssm) };
};

/** The API of a service. */
export const stageApiOf = async (context: Context, target: Target, service: string): Promise<StageApi> => {
  const { url, sign } = await stageEndpoint(context, target, service);
  const send = (asked: ApiRequest): Promise<Response> =>
    whileCloudLives(context, target, () => request(asked, sign, context.signal));

  const askedOf = (path: string): ApiRequest => ({ method: 'GET', url: new URL(`${url}${path}`), headers: {}, body: null });
  const get = async <T extends z.ZodType>(path: string, schema: T): Promise<z.infer<T> | undefined> => {
    const asked = askedOf(path);
    const response = await send(asked);
    if (response.status === NOT_FOUND) return undefined;
    return answerOf(asked, response, schema);
  };
  return {
    url,
    get,
    must: async (path, schema) => {
      const asked = askedOf(path);
      return answerOf(asked, await send(asked), schema);
    },
    post: async (path, body, idempotencyKey, schema) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': idempotencyKey };
      const asked = { method: 'POST', url: new URL(`${url}${path}`), headers, body: JSON.stringify(body) } as const;
      return answerOf(asked, await send(asked), schema);
    },
  };
};

const answerOf = async <T extends z.ZodType>(asked: ApiRequest, response: Response, schema: T): Promise<z.infer<T>> => {
  const name = `${asked.method} ${asked.url.href}`;
  if (!response.ok) throw await (await import('./refused')).refused(name, response);
  const read = schema.safeParse(await response.json());
  if (read.success) return read.data;
  const fault = read.error.issues[0];
  throw new OperationError(
    `${name} answered what this version of relay cannot read: ${fault?.path.join('.')}: ${fault?.message}.`,
  );
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
