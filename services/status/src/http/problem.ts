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

export const badRequest = (detail: string): Problem => ({
  type: `${TYPE}bad-request`,
  title: 'Bad request',
  status: 400,
  detail,
});

export const unknownRun = (runId: string): Problem => ({
  type: `${TYPE}unknown-run`,
  title: 'Unknown run',
  status: 404,
  detail:
    `There is no run "${runId}". A run shows here a moment after its file was dropped; ` +
    'GET /runs lists the newest ones, rejected files among them.',
});

export const unknownRoute = (method: string, path: string): Problem => ({
  type: `${TYPE}unknown-route`,
  title: 'Unknown route',
  status: 404,
  detail: `There is no ${method} ${path}. There are GET /runs, GET /runs/{runId}, GET /jobs and GET /models.`,
});

/** What is told of a fault of ours: nothing but where to look. */
export const internalError = (requestId: string): Problem => ({
  type: `${TYPE}internal-error`,
  title: 'Internal error',
  status: 500,
  detail: `The request could not be answered. The service's log has the reason under request id ${requestId}.`,
});

export const problemResponse = (problem: Problem): Response =>
  new Response(JSON.stringify(problem), { status: problem.status, headers: { 'Content-Type': 'application/problem+json' } });
