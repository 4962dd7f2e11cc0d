import { createHash } from 'node:crypto';
import type { Middleware } from '@aws-lambda-powertools/event-handler/types';

const NOT_MODIFIED = 304;

/** A weak tag: the same answer may come compressed or not. */
export const etagOf = (body: string): string => `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;

/** Whether the header of a request names the tag. Source: RFC 9110, 13.1.2 */
export const isNamed = (ifNoneMatch: string | null, etag: string): boolean =>
  (ifNoneMatch ?? '').split(',').some((given) => given.trim() === '*' || strong(given.trim()) === strong(etag));

const strong = (etag: string): string => etag.replace(/^W\//, '');

/** Tags every answer, and answers 304 to who has it already; a cache has to ask each time. */
export const conditionalAnswers: Middleware = async ({ reqCtx, next }) => {
  await next();
  if (!reqCtx.res.ok) return;
  const body = await reqCtx.res.clone().text();
  const etag = etagOf(body);
  const headers = new Headers(reqCtx.res.headers);
  headers.set('etag', etag);
  headers.set('cache-control', 'private, no-cache');
  headers.set('vary', 'accept-encoding');
  if (!isNamed(reqCtx.req.headers.get('if-none-match'), etag)) {
    reqCtx.res = new Response(body, { status: reqCtx.res.status, headers });
    return;
  }
  headers.delete('content-type');
  reqCtx.res = new Response(null, { status: NOT_MODIFIED, headers });
};
