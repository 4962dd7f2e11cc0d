import { Router } from '@aws-lambda-powertools/event-handler/http';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { Prices } from '@glue-relay/shared/cost/prices';
import { internalError, ProblemError, problemResponse, unknownRoute } from '@glue-relay/shared/http/problem';
import { withoutNulls } from '@glue-relay/shared/http/proxy-event';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { findPipelineModels, listModels } from '../app/find-models';
import { findRun } from '../app/find-run';
import type { SeriesAnswer } from '../app/find-series';
import { findSeries, findSeriesIndex } from '../app/find-series';
import { listRuns } from '../app/list-runs';
import { checkHealth, listAlerts, listJobs, listPipelines, reportCosts } from '../app/overview';
import { versionsOf } from '../domain/dataset-view';
import { METRICS } from '../metric-names';
import type { Count, QueryPorts } from '../ports';
import type { AlertPage, Dataset, Jobs, Pipelines, RunPage } from './answers';
import { cursorBefore } from './cursor';
import { noSeries, ROUTES, unknownDataset, unknownModels, unknownRun, unreadableSeries } from './problem';
import { keyOfPath, readAlertsRequest, readCostsRequest, readModelsRequest, readPageRequest, readRunsRequest } from './requests';
import { forTransfer } from './transfer';

/** The API as a function behind API Gateway. */
export const statusApi = (...parts: Parameters<typeof statusRouter>) => {
  const router = statusRouter(...parts);
  return async (event: APIGatewayProxyEventV2, context: Context): Promise<APIGatewayProxyStructuredResultV2> =>
    forTransfer(await router.resolve(withoutNulls(event), context), event.headers);
};

/** The API's routes over the queries; openapi.yml documents them. Errors become problem details here and nowhere else. */
const statusRouter = (ports: QueryPorts, prices: Prices, logger: Logger, count: Count): Router => {
  const router = new Router({ logger });
  const { readModel } = ports;
  router.use(async ({ reqCtx, next }) => {
    await next();
    if (reqCtx.res.status < 400) count(METRICS.served);
  });

  router.get('/runs', async ({ req }) => {
    const { filter, limit, before } = readRunsRequest(new URL(req.url));
    const { entries, next } = await listRuns(readModel, filter, limit, before);
    return json<RunPage>({ runs: entries.map(({ run }) => run), nextCursor: cursorBefore(next) });
  });
  router.get('/runs/:runId', async ({ params }) => {
    const runId = params.runId ?? '';
    return json(found(await findRun(readModel, runId, prices), () => unknownRun(runId)));
  });
  router.get('/runs/:runId/series', async ({ params: { runId = '' } }) =>
    json(seriesOf(await findSeriesIndex(ports, runId), runId)),
  );
  router.get('/runs/:runId/series/:seriesId', async ({ params: { runId = '', seriesId = '' } }) =>
    json(seriesOf(await findSeries(ports, runId, seriesId), runId)),
  );
  router.get('/jobs', async () => json<Jobs>({ jobs: await listJobs(readModel) }));
  router.get('/pipelines', async () => json<Pipelines>({ pipelines: await listPipelines(ports) }));
  router.get('/models', async () => json(await listModels(readModel)));
  router.get('/models/:pipeline', async ({ req, params: { pipeline = '' } }) => {
    const asked = readModelsRequest(new URL(req.url));
    return json(found(await findPipelineModels(readModel, pipeline, asked), () => unknownModels(pipeline)));
  });
  router.get(/\/datasets\/.+/, async ({ req }) => {
    const url = new URL(req.url);
    const key = keyOfPath(url, '/datasets/');
    const { limit, before } = readPageRequest(url);
    const { entries, next } = await listRuns(readModel, { key, pipeline: null, state: null, from: null }, limit, before);
    if (entries.length === 0 && before === null) throw new ProblemError(unknownDataset(key));
    return json<Dataset>({ key, versions: versionsOf(entries), nextCursor: cursorBefore(next) });
  });
  router.get('/costs', async ({ req }) =>
    json(await reportCosts(readModel, readCostsRequest(new URL(req.url), ports.clock()), prices)),
  );
  router.get('/alerts', async ({ req }) => {
    const { pipeline, limit, before } = readAlertsRequest(new URL(req.url));
    const { alerts, next } = await listAlerts(readModel, pipeline, limit, before);
    return json<AlertPage>({ alerts, nextCursor: cursorBefore(next) });
  });
  router.get('/health', async () => json(await checkHealth(ports)));

  addErrors(router, logger, count);
  return router;
};

const addErrors = (router: Router, logger: Logger, count: Count): void => {
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
};

const json = <Answer extends object>(body: Answer): Response =>
  new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } });

const found = <Found>(answer: Found | undefined, problem: () => ConstructorParameters<typeof ProblemError>[0]): Found => {
  if (answer === undefined) throw new ProblemError(problem());
  return answer;
};

const seriesOf = <Found>(answer: SeriesAnswer<Found>, runId: string): Found => {
  switch (answer.outcome) {
    case 'found':
      return answer.found;
    case 'unknown-run':
      throw new ProblemError(unknownRun(runId));
    case 'no-series':
      throw new ProblemError(noSeries(runId));
    case 'unreadable':
      throw new ProblemError(unreadableSeries(answer.detail));
  }
};
