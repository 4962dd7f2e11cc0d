import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StageEndpoint } from '../stage-api/client';

/** A page of a stage on this machine. */
export interface PageProxy {
  /** Where a browser finds it; whoever knows it may read what the user may. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

const HOST = '127.0.0.1';
const SECRET_BYTES = 18;
/** A little longer than API Gateway waits for a function. */
const TIMEOUT_MS = 32_000;
const ASKED = ['accept', 'if-none-match'];
const ANSWERED = [
  'content-type',
  'etag',
  'cache-control',
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
];

/**
 * Serves a stage's page and API on this machine, and signs each request as the user. The address holds a secret, so that neither other users
 * of the machine nor other sites in the browser can ask; names that resolve to this machine are refused (DNS rebinding); only GET goes through.
 *
 * @param port - 0 for any that is free
 */
export const startPageProxy = async (endpoint: StageEndpoint, port: number): Promise<PageProxy> => {
  const base = `/${randomBytes(SECRET_BYTES).toString('base64url')}/`;
  const server = createServer((request, response) => {
    const refusal = refusalOf(request, base);
    if (refusal) return problem(response, refusal);
    void forward(endpoint, request, base, response);
  });
  await listening(server, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${HOST}:${bound}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });

interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

const refusalOf = ({ method, url, headers, socket }: IncomingMessage, base: string): Problem | null => {
  if (headers.host !== `${HOST}:${socket.localPort}`)
    return { status: 403, title: 'Wrong host', detail: `Ask for ${HOST}, not for ${headers.host ?? 'no host'}.` };
  if (!url?.startsWith(base))
    return { status: 404, title: 'Unknown address', detail: 'Use the address that relay page printed.' };
  return method === 'GET' ? null : { status: 405, title: 'Only GET', detail: 'The page reads; commands change things.' };
};

const forward = async (
  { url, sign }: StageEndpoint,
  request: IncomingMessage,
  base: string,
  response: ServerResponse,
): Promise<void> => {
  const asked = new URL(`${url}/${(request.url ?? '').slice(base.length)}`);
  try {
    const headers = await sign({ method: 'GET', url: asked, headers: pick(ASKED, (name) => request.headers[name]), body: null });
    const answer = await fetch(asked, { headers, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const body = Buffer.from(await answer.arrayBuffer());
    response
      .writeHead(
        answer.status,
        pick(ANSWERED, (name) => answer.headers.get(name) ?? undefined),
      )
      .end(body);
  } catch (error) {
    problem(response, problemOf(error, asked));
  }
};

/** Those of the headers that are there. */
const pick = (names: readonly string[], find: (name: string) => string | string[] | undefined): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => [find(name) ?? []].flat().map((value) => [name, value])));

const problemOf = (error: unknown, asked: URL): Problem => {
  if (error instanceof Error && /credential|token/i.test(error.name))
    return {
      status: 401,
      title: 'Your AWS credentials do not do',
      detail: `${error.message} Sign in again, for example with "aws sso login".`,
    };
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return {
    status: 502,
    title: 'The stage cannot be reached',
    detail: `${asked.host}: ${cause instanceof Error ? cause.message : String(cause)}.`,
  };
};

const problem = (response: ServerResponse, { status, title, detail }: Problem): void => {
  response.writeHead(status, { 'content-type': 'application/problem+json', 'x-content-type-options': 'nosniff' });
  response.end(JSON.stringify({ type: 'urn:glue-relay:problem:page-proxy', title, status, detail }));
};
