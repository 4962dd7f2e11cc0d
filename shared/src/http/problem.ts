/** A problem as a client is told of it. Source: RFC 9457 */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
}

/** A request that cannot be answered; everything in it may be shown to the client. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

const TYPE = 'urn:glue-relay:problem:';

/** @param name - of the kind of problem, like `unknown-run`; its title is made of it */
export const problem = (name: string, status: number, detail: string): Problem => ({
  type: `${TYPE}${name}`,
  title: `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`,
  status,
  detail,
});

export const badRequest = (detail: string): Problem => problem('bad-request', 400, detail);

/** @param routes - all that there are, in words */
export const unknownRoute = (method: string, path: string, routes: string): Problem =>
  problem('unknown-route', 404, `There is no ${method} ${path}. There are ${routes}.`);

/** What is told of a fault of ours: nothing but where to look. */
export const internalError = (requestId: string): Problem =>
  problem(
    'internal-error',
    500,
    `The request could not be answered. The service's log has the reason under request id ${requestId}.`,
  );

export const problemResponse = (told: Problem): Response =>
  new Response(JSON.stringify(told), { status: told.status, headers: { 'Content-Type': 'application/problem+json' } });
