import { Router } from '@aws-lambda-powertools/event-handler/http';
import type { Logger } from '@aws-lambda-powertools/logger';
import { internalError, ProblemError, problemResponse, unknownRoute } from '@glue-relay/shared/http/problem';
import { runViewOf } from '../domain/run-view';
import { METRICS } from '../metric-names';
import type { Count, QueryPorts } from '../ports';
import { ROUTES, unknownRun } from './problem';
import { cursorAfter, parseRunQuery } from './run-query';

/** The API's routes over the queries; errors become problem details here and nowhere else. */
export const statusRouter = (queries: QueryPorts, logger: Logger, count: Count): Router => {
  const router = new Router({ logger });
  router.use(async ({ reqCtx, next }) => {
    await next();
    if (reqCtx.res.status < 400) count(METRICS.served);
  });

  router.get('/runs', async ({ req }) => {
    const { pipeline, state, limit, afterRunId } = parseRunQuery(new URL(req.url).searchParams);
    const { runs, lastRunId } = await queries.listRuns({ pipeline, state }, limit, afterRunId);
    return json({ runs, nextCursor: lastRunId === null ? null : cursorAfter(lastRunId) });
  });
  router.get('/runs/:runId', async ({ params }) => {
    const runId = params.runId ?? '';
    const record = await queries.findRun(runId);
    if (!record) throw new ProblemError(unknownRun(runId));
    return json(runViewOf(record));
  });
  router.get('/jobs', async () => json({ jobs: await queries.listJobs() }));
  router.get('/models', async () => json({ models: await queries.listModels() }));

  router.errorHandler(ProblemError, async ({ problem }) => {
    count(METRICS.refused);
    return problemResponse(problem);
  });
  router.notFound(async (_error, { req }) => {
    count(METRICS.refused);
    return problemResponse(unknownRoute(req.method, new URL(req.url).pathname, ROUTES));
  });
  router.errorHandler(Error, async (error, { context }) => {
    count(METRICS.failed);
    logger.error('request failed', error);
    return problemResponse(internalError(context.awsRequestId));
  });
  return router;
};

const json = (body: object): Response => new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } });
