import { randomUUID } from 'node:crypto';
import { Router } from '@aws-lambda-powertools/event-handler/http';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { RunCommand } from '@glue-relay/shared/events/run-command';
import { internalError, ProblemError, problemResponse, unknownRoute } from '@glue-relay/shared/http/problem';
import { callerOf, idempotencyKeyOf, readBody } from '@glue-relay/shared/http/request';
import { backfill } from '../app/backfill';
import type { CommandPorts } from '../app/execute-command';
import { ContendedCommandError, executeCommand } from '../app/execute-command';
import { tellCommand } from '../app/tell-command';
import { ContendedRunError, OwedEffectsError } from '../app/wake-run';
import { mayTakeUnder } from '../domain/input';
import { contended, noInputUnder, problemOf, ROUTES, unfinished, unknownPipeline } from './problems';
import { backfillBody, cancelBody, redriveBody, startBody } from './requests';

/** Who asks, and under which key. */
const askedBy = (request: Request, event: unknown) => ({
  schemaVersion: 1 as const,
  idempotencyKey: idempotencyKeyOf(request, randomUUID),
  requestedBy: callerOf(event),
});

/** Routes of the commands; errors become problem details here and nowhere else. */
export const commandRouter = (ports: CommandPorts, logger: Logger): Router => {
  const router = new Router({ logger });
  const execute = async (command: RunCommand): Promise<Response> => {
    const answer = await executeCommand(ports, command);
    tellCommand(ports.telemetry, command, answer);
    if (answer.outcome === 'refused') throw new ProblemError(problemOf(answer));
    return json({ ...answer, idempotencyKey: command.idempotencyKey }, answer.outcome === 'done' ? 202 : 200);
  };

  router.post('/runs', async ({ req, event }) => {
    const { pipeline, key, versionId, parameters } = await readBody(req, startBody);
    return execute({ type: 'start', ...askedBy(req, event), pipeline, dataset: { key, versionId }, parameters });
  });
  router.post('/runs/:runId/cancel', async ({ req, event, params }) => {
    const { reason } = await readBody(req, cancelBody);
    return execute({ type: 'cancel', ...askedBy(req, event), runId: params.runId ?? '', reason });
  });
  router.post('/runs/:runId/redrive', async ({ req, event, params }) => {
    const body = await readBody(req, redriveBody);
    return execute({ type: 'redrive', ...askedBy(req, event), runId: params.runId ?? '', ...body });
  });
  router.post('/backfills', async ({ req, event }) => {
    const body = await readBody(req, backfillBody);
    const { idempotencyKey: id, requestedBy } = askedBy(req, event);
    const definition = await ports.pipeline(body.pipeline);
    if (!definition) throw new ProblemError(unknownPipeline(body.pipeline));
    if (!mayTakeUnder(definition, body.prefix)) throw new ProblemError(noInputUnder(body.prefix, definition));
    const page = await backfill(ports, definition, { ...body, id, requestedBy });
    return json({ ...page, dryRun: body.dryRun, idempotencyKey: id }, body.dryRun ? 200 : 202);
  });

  router.errorHandler(ProblemError, async ({ problem }) => problemResponse(problem));
  router.errorHandler(ContendedCommandError, async () => problemResponse(contended()));
  router.errorHandler(ContendedRunError, async () => problemResponse(contended()));
  router.errorHandler(OwedEffectsError, async (error) => {
    logger.warn('command is owed effects', error);
    return problemResponse(unfinished());
  });
  router.notFound(async (_error, { req }) => problemResponse(unknownRoute(req.method, new URL(req.url).pathname, ROUTES)));
  router.errorHandler(Error, async (error, { context }) => {
    logger.error('request failed', error);
    return problemResponse(internalError(context.awsRequestId));
  });
  return router;
};

const json = (body: object, status: number): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
