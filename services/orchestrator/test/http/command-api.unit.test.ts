import { Logger } from '@aws-lambda-powertools/logger';
import { withoutNulls } from '@glue-relay/shared/http/proxy-event';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { commandRouter } from '../../src/http/router';
import type { RunStore } from '../../src/ports';
import type { StartAnswer, StepKind } from '../../src/step-kinds';
import { commandWorld } from '../command-world';

const ARN = 'arn:aws:iam::111122223333:user/ana';

type Starts = (really: () => Promise<StartAnswer>) => Promise<StartAnswer>;

const api = (signed = true, broken: Partial<RunStore> = {}, starts: Starts = (really) => really()) => {
  const world = commandWorld();
  const glue: StepKind<'glue-job'> = { ...world.glue, start: (work) => starts(() => world.glue.start(work)) };
  const router = commandRouter(
    { ...world.ports, kinds: { ...world.ports.kinds, 'glue-job': glue }, store: { ...world.store, ...broken } },
    new Logger({ logLevel: 'SILENT' }),
  );
  const post = async (path: string, body: unknown = null, headers: Record<string, string> = {}) => {
    const event = {
      version: '2.0',
      routeKey: `POST ${path}`,
      rawPath: path,
      rawQueryString: '',
      headers: { host: 'api.example', 'content-type': 'application/json', ...headers },
      requestContext: { http: { method: 'POST', path }, ...(signed ? { authorizer: { iam: { userArn: ARN } } } : {}) },
      isBase64Encoded: false,
      pathParameters: null,
      ...(body === null ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    };
    const context = { awsRequestId: 'request-1' } as Context;
    const answer = await router.resolve(withoutNulls(event as unknown as APIGatewayProxyEventV2), context);
    return { status: answer.statusCode, type: answer.headers?.['content-type'], body: JSON.parse(answer.body ?? '') };
  };
  return { ...world, post };
};

const start = { pipeline: 'demand-forecast', key: 'raw/train.csv', parameters: { tuned: true } };

it('starts a run for who signed the request, once under a key', async () => {
  const { post, store, counted } = api();
  const first = await post('/runs', start, { 'Idempotency-Key': 'k1' });
  const { runId } = first.body;
  expect(first).toEqual({ status: 202, type: 'application/json', body: { outcome: 'done', runId, idempotencyKey: 'k1' } });
  expect(await post('/runs', start, { 'idempotency-key': 'k1' })).toEqual(first);
  expect(store.runs()).toHaveLength(1);
  expect(store.journalOf(runId)[0]?.cause).toEqual({ type: 'command', id: 'k1', by: ARN });
  expect(counted).toContain('CommandDone');
});

it('makes a key where none is given, and names the local stage where nobody signs', async () => {
  const { post, store } = api(false);
  const keys = [(await post('/runs', start)).body.idempotencyKey, (await post('/runs', start)).body.idempotencyKey];
  expect(new Set(keys).size).toBe(2);
  expect(store.runs()).toHaveLength(2);
  expect(store.journalOf(store.runs()[0]?.runId ?? '')[0]?.cause).toMatchObject({ by: 'local' });
});

it('cancels, says when there is nothing to do, and redrives', async () => {
  const { post, store, endAll } = api();
  const { runId } = (await post('/runs', start)).body;
  expect(await post(`/runs/${runId}/redrive`)).toMatchObject({ status: 409, body: { title: 'Unfit state', status: 409 } });
  expect(await post(`/runs/${runId}/cancel`, { reason: 'wrong file' })).toMatchObject({ status: 202, body: { outcome: 'done' } });
  expect(await post(`/runs/${runId}/cancel`)).toMatchObject({ status: 200, body: { outcome: 'nothing-to-do' } });
  await endAll('STOPPED');
  expect(store.runs()[0]?.status).toMatchObject({ state: 'CANCELLED' });
  expect(await post(`/runs/${runId}/redrive`, { from: 'nope' })).toMatchObject({ status: 400, body: { title: 'Bad request' } });
  expect(await post(`/runs/${runId}/redrive`, { from: 'clean' })).toMatchObject({ status: 202 });
  expect(store.runs()[0]).toMatchObject({ redrives: 1, status: { state: 'RUNNING' } });
});

it.each([
  ['/runs', {}, 400, /pipeline: .*; key: /],
  ['/runs', '{', 400, /expected JSON/],
  ['/runs', [], 400, /body/],
  ['/runs', { ...start, parameters: { tuned: 'maybe' } }, 400, /tuned/],
  ['/runs', { ...start, parameters: { tuned: [] } }, 400, /parameters\.tuned/],
  ['/runs', { ...start, typo: 1 }, 400, /typo/],
  ['/runs', { ...start, key: 'elsewhere/x.csv' }, 400, /is no input.*under raw/],
  ['/runs', { ...start, key: 'raw/none.csv' }, 404, /no raw\/none.csv/],
  ['/runs', { ...start, pipeline: 'nope' }, 404, /not deployed/],
  ['/runs/nope/cancel', {}, 404, /no run nope/],
  ['/runs/nope/redrive', { definition: 'newest' }, 400, /definition/],
  ['/runs/nope/redrive', null, 404, /no run nope/],
  ['/backfills', { pipeline: 'demand-forecast' }, 400, /prefix/],
  ['/backfills', { pipeline: 'demand-forecast', prefix: 'raw/', since: 'monday' }, 400, /since/],
  ['/backfills', { pipeline: 'demand-forecast', prefix: 'raw/', limit: 1000 }, 400, /limit/],
  ['/backfills', { pipeline: 'demand-forecast', prefix: 'models/' }, 400, /no input is under models\/.*under raw/],
  ['/backfills', { pipeline: 'nope', prefix: 'raw/' }, 404, /not deployed/],
  ['/run', {}, 404, /There are POST \/runs/],
])('answers %s %j with %i and the reason', async (path, body, status, detail) => {
  const { post, store } = api();
  const answer = await post(path, body);
  expect({ status: answer.status, type: answer.type }).toEqual({ status, type: 'application/problem+json' });
  expect(answer.body.detail).toMatch(detail);
  expect(store.runs()).toEqual([]);
});

it('refuses a key that is none, or that was used for another command', async () => {
  const { post } = api();
  expect(await post('/runs', start, { 'Idempotency-Key': 'a b' })).toMatchObject({ status: 400 });
  await post('/runs', start, { 'Idempotency-Key': 'k1' });
  const other = await post('/runs', { ...start, parameters: {} }, { 'Idempotency-Key': 'k1' });
  expect(other).toMatchObject({ status: 409, body: { title: 'Key reused' } });
});

it('backfills, and lists only what it would do on a dry run', async () => {
  const { post, store } = api();
  const asked = { pipeline: 'demand-forecast', prefix: 'raw/' };
  const dry = await post('/backfills', { ...asked, dryRun: true });
  expect(dry).toMatchObject({
    status: 200,
    body: { dryRun: true, next: null, items: [{ decided: { action: 'start' }, answer: null }] },
  });
  expect(store.runs()).toEqual([]);
  const real = await post('/backfills', asked, { 'Idempotency-Key': 'b1' });
  expect(real).toMatchObject({ status: 202, body: { idempotencyKey: 'b1', items: [{ answer: { outcome: 'done' } }] } });
});

it('says so where a command is recorded and Glue cannot be asked, and gives its answer to the repeat', async () => {
  let isDown = true;
  const { post, store } = api(true, {}, async (glueStart) => {
    if (isDown) throw new Error('no Glue');
    return glueStart();
  });
  expect(await post('/runs', start, { 'Idempotency-Key': 'k1' })).toMatchObject({ status: 503, body: { title: 'Unfinished' } });
  isDown = false;
  expect(await post('/runs', start, { 'Idempotency-Key': 'k1' })).toMatchObject({ status: 202, body: { outcome: 'done' } });
  expect(store.runs()).toHaveLength(1);
});

it('tells nothing of a fault of its own', async () => {
  const fail = async () => {
    throw new Error('the table is on fire');
  };
  const { post } = api(true, { commandOf: fail });
  const answer = await post('/runs', start);
  expect(answer).toMatchObject({ status: 500, type: 'application/problem+json' });
  expect(JSON.stringify(answer)).not.toContain('fire');
});
