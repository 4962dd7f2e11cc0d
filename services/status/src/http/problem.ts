import type { Problem } from '@glue-relay/shared/http/problem';
import { problem } from '@glue-relay/shared/http/problem';

export const unknownRun = (runId: string): Problem =>
  problem(
    'unknown-run',
    404,
    `There is no run "${runId}". A run shows here a moment after its file was dropped; ` +
      'GET /runs lists the newest ones, rejected files among them.',
  );

/** What is named where a route is not found. */
export const ROUTES = 'GET /runs, GET /runs/{runId}, GET /jobs and GET /models';
