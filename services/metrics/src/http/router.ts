import { randomUUID } from 'node:crypto';
import { Router } from '@aws-lambda-powertools/event-handler/http';
import type { Logger } from '@aws-lambda-powertools/logger';
import { internalError, ProblemError, problem, problemResponse, unknownRoute } from '@glue-relay/shared/http/problem';
import { callerOf, idempotencyKeyOf, readBody } from '@glue-relay/shared/http/request';
import type { ChampionCommand, CommandAnswer } from '../app/command-champion';
import { approveModel, rollBackChampion } from '../app/command-champion';
import { ContendedChampionError } from '../app/decide-by-ground';
import { costsOf } from '../domain/cost/totals';
import { stabilityOf, statisticsOf } from '../domain/statistics';
import { METRICS } from '../metric-names';
import type { ApiPorts } from '../ports';
import {
  approveBody,
  costsQuery,
  historyQuery,
  listQuery,
  mustFindPipeline,
  mustHaveRule,
  readQuery,
  rollbackBody,
  stabilityQuery,
} from './requests';
import { stretchOfDays } from './stretch-of-days';

const ROUTES =
  'GET /pipelines/{pipeline}/models, /models/{model}/{variant}, /champion, /drift and /costs, and POST /champion/approve and /champion/rollback';

const STATUSES = { 'unknown-model': 404, 'ambiguous-model': 400, 'no-champion': 409 } as const;

/** Routes of quality and cost; errors become problem details here and nowhere else. */
export const metricsRouter = (ports: ApiPorts, logger: Logger): Router => {
  const router = new Router({ logger });
  const json = (body: object): Response => {
    ports.count(METRICS.served);
    return new Response(JSON.stringify(body), { status: 200, headers: { 'Content-Type': 'application/json' } });
  };
  const refuse = (error: ProblemError): Response => {
    ports.count(METRICS.refused);
    return problemResponse(error.problem);
  };

  router.get('/pipelines/:pipeline/models', async ({ req, params }) => {
    const { runs, metric } = readQuery(req, stabilityQuery);
    const { pipeline, model } = await mustFindPipeline(ports, params.pipeline ?? '');
    const by = metric ?? model?.metric ?? 'rmse';
    const evaluations = await ports.latestEvaluations(pipeline, runs);
    return json({ pipeline, metric: by, models: stabilityOf(evaluations, by, by === model?.metric && model.higherIsBetter) });
  });
  router.get('/pipelines/:pipeline/models/:model/:variant', async ({ req, params }) => {
    const { runs } = readQuery(req, historyQuery);
    const { pipeline, model: rule } = await mustFindPipeline(ports, params.pipeline ?? '');
    const { model = '', variant = '' } = params;
    const evaluations = await ports.evaluationsOf({ pipeline, model, variant }, runs);
    const metric = rule?.metric ?? 'rmse';
    const values = evaluations.flatMap(({ runId, metrics }) =>
      metrics[metric] === undefined ? [] : [{ runId, value: metrics[metric] }],
    );
    return json({ pipeline, metric, statistics: statisticsOf(values, rule?.higherIsBetter ?? false) ?? null, evaluations });
  });
  router.get('/pipelines/:pipeline/champion', async ({ req, params }) => {
    const { limit } = readQuery(req, listQuery);
    const { pipeline, model: rule } = await mustFindPipeline(ports, params.pipeline ?? '');
    const [championship, decisions] = await Promise.all([ports.findChampion(pipeline), ports.decisionsOf(pipeline, limit)]);
    return json({ pipeline, rule, champion: championship?.champion ?? null, sequence: championship?.sequence ?? 0, decisions });
  });
  router.get('/pipelines/:pipeline/drift', async ({ req, params }) => {
    const { limit } = readQuery(req, listQuery);
    const { pipeline, drift: rule } = await mustFindPipeline(ports, params.pipeline ?? '');
    return json({ pipeline, rule, findings: await ports.driftOf(pipeline, limit) });
  });
  router.get('/pipelines/:pipeline/costs', async ({ req, params }) => {
    const { from, to, runsFrom } = stretchOfDays(readQuery(req, costsQuery), ports.now());
    const { pipeline, budget } = await mustFindPipeline(ports, params.pipeline ?? '');
    const [attempts, runs] = await Promise.all([ports.attemptsOf(pipeline, from, to), ports.runsOf(pipeline, runsFrom, to)]);
    return json({ pipeline, from, to, budget, ...costsOf(attempts, new Map(runs.map(({ runId, state }) => [runId, state]))) });
  });

  const command = async (req: Request, event: unknown, name: string | undefined, reason: string): Promise<ChampionCommand> => {
    const definition = await mustFindPipeline(ports, name ?? '');
    const hand = { decidedBy: callerOf(event), decidedAt: ports.now().toISOString(), reason };
    return { pipeline: definition.pipeline, rule: mustHaveRule(definition), key: idempotencyKeyOf(req, randomUUID), hand };
  };
  const answered = (answer: CommandAnswer): Response => {
    if (answer.outcome !== 'refused') return json(answer);
    throw new ProblemError(problem(answer.ground, STATUSES[answer.ground], answer.reason));
  };
  router.post('/pipelines/:pipeline/champion/approve', async ({ req, event, params }) => {
    const { reason, ...wanted } = await readBody(req, approveBody);
    return answered(await approveModel(ports, await command(req, event, params.pipeline, reason), wanted));
  });
  router.post('/pipelines/:pipeline/champion/rollback', async ({ req, event, params }) => {
    const { reason } = await readBody(req, rollbackBody);
    return answered(await rollBackChampion(ports, await command(req, event, params.pipeline, reason)));
  });

  router.errorHandler(ProblemError, async (error) => refuse(error));
  router.errorHandler(ContendedChampionError, async (error) =>
    problemResponse(problem('contended', 503, `${error.message}. Send the request again, with the same Idempotency-Key.`)),
  );
  router.notFound(async (_error, { req }) => problemResponse(unknownRoute(req.method, new URL(req.url).pathname, ROUTES)));
  router.errorHandler(Error, async (error, { context }) => {
    logger.error('request failed', error);
    return problemResponse(internalError(context.awsRequestId));
  });
  return router;
};
