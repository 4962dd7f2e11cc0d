import { Logger } from '@aws-lambda-powertools/logger';
import { withoutNulls } from '@glue-relay/shared/http/proxy-event';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { evaluationsOf } from '../src/domain/evaluation';
import { metricsRouter } from '../src/http/router';
import { stretchOfDays } from '../src/http/stretch-of-days';
import type { ApiPorts } from '../src/ports';
import { attemptOf, recordedOf, runOf, serviceInMemory, trainedOf } from './support';

const ARN = 'arn:aws:iam::111122223333:user/ana';
const PIPELINE = '/pipelines/demand-forecast';

const api = (definition = examplePipeline, broken: Partial<ApiPorts> = {}) => {
  const service = serviceInMemory(new Map(), definition);
  const router = metricsRouter({ ...service.ports, ...broken }, new Logger({ logLevel: 'SILENT' }));
  const send = async (method: string, path: string, body: unknown = null, headers: Record<string, string> = {}) => {
    const [rawPath = '', rawQueryString = ''] = path.split('?');
    const event = {
      version: '2.0',
      routeKey: `${method} ${rawPath}`,
      rawPath,
      rawQueryString,
      queryStringParameters: Object.fromEntries(new URLSearchParams(rawQueryString)),
      headers: { host: 'api.example', 'content-type': 'application/json', ...headers },
      requestContext: { http: { method, path: rawPath }, authorizer: { iam: { userArn: ARN } } },
      isBase64Encoded: false,
      pathParameters: null,
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    };
    const context = { awsRequestId: 'request-1' } as Context;
    const answer = await router.resolve(withoutNulls(event as unknown as APIGatewayProxyEventV2), context);
    return { status: answer.statusCode, body: JSON.parse(answer.body ?? '') };
  };
  const evaluate = async (runId: string, rmse: number): Promise<void> => {
    const recorded = { ...recordedOf(), report: trainedOf(runId, rmse) };
    await service.ports.saveReport(recorded, evaluationsOf(recorded, undefined), undefined);
  };
  return { ...service, send, evaluate };
};

const approval = (runId: string) => ({ runId, model: 'linear-regression', reason: 'looks right' });

it('tells the stability over the latest runs, by the metric of the rule or another', async () => {
  const { send, evaluate } = api();
  for (const [index, rmse] of [5, 8, 8.2, 8.1].entries()) await evaluate(`r${index}`, rmse);
  const { body } = await send('GET', `${PIPELINE}/models?runs=3`);
  expect(body).toMatchObject({ metric: 'rmse', models: [{ statistics: { count: 3, best: { runId: 'r1', value: 8 } } }] });
  expect((await send('GET', `${PIPELINE}/models?metric=mae`)).body.models).toEqual([]);
  expect((await send('GET', `${PIPELINE}/models?runs=0`)).body).toMatchObject({
    status: 400,
    detail: expect.stringContaining('runs'),
  });
});

it('tells the history of one model', async () => {
  const { send, evaluate } = api();
  for (const runId of ['r1', 'r2']) await evaluate(runId, 8);
  const { body } = await send('GET', `${PIPELINE}/models/linear-regression/classic`);
  expect(body).toMatchObject({ statistics: { count: 2 }, evaluations: [{ runId: 'r2' }, { runId: 'r1' }] });
  expect((await send('GET', `${PIPELINE}/models/none/classic`)).body).toMatchObject({ statistics: null, evaluations: [] });
});

describe('a command about the champion', () => {
  it('is done once under its key, in the name of who signed', async () => {
    const { send, evaluate, ports } = api();
    await evaluate('r1', 8);
    await evaluate('r2', 9);
    const approve = (runId: string, key: string) =>
      send('POST', `${PIPELINE}/champion/approve`, approval(runId), { 'Idempotency-Key': key });
    const first = await approve('r1', 'k1');
    expect(first).toMatchObject({
      status: 200,
      body: { outcome: 'decided', decision: { decidedBy: ARN, reason: 'looks right' } },
    });
    expect(await approve('r2', 'k2')).toMatchObject({ body: { decision: { champion: { runId: 'r2' } } } });
    expect(await approve('r1', 'k1')).toEqual(first);
    expect(await approve('r2', 'k3')).toMatchObject({ body: { outcome: 'nothing-to-do' } });
    expect(await ports.findChampion('demand-forecast')).toMatchObject({ sequence: 2, champion: { runId: 'r2' } });
    const back = await send('POST', `${PIPELINE}/champion/rollback`, { reason: 'worse' });
    expect(back.body).toMatchObject({ decision: { outcome: 'rolled-back', champion: { runId: 'r1' } } });
    expect((await send('GET', `${PIPELINE}/champion`)).body).toMatchObject({
      champion: { runId: 'r1' },
      decisions: [{ sequence: 3 }, { sequence: 2 }, { sequence: 1 }],
    });
  });

  it.each([
    ['a model that the run did not train', { ...approval('r1'), model: 'other' }, 404, /it has linear-regression \(classic\)/],
    ['a run that is not known', approval('r9'), 404, /it has none/],
    ['no reason', { runId: 'r1', model: 'm' }, 400, /reason/],
  ])('is refused for %s', async (_, body, status, detail) => {
    const { send, evaluate } = api();
    await evaluate('r1', 8);
    const answer = await send('POST', `${PIPELINE}/champion/approve`, body);
    expect(answer).toMatchObject({ status, body: { detail: expect.stringMatching(detail) } });
  });

  it('is refused where there is no champion before, no rule, or no such pipeline', async () => {
    const rollback = { reason: 'worse' };
    expect(await api().send('POST', `${PIPELINE}/champion/rollback`, rollback)).toMatchObject({ status: 409 });
    const withoutRule = api({ ...examplePipeline, model: null });
    expect(await withoutRule.send('POST', `${PIPELINE}/champion/rollback`, rollback)).toMatchObject({ status: 409 });
    expect(await api().send('POST', '/pipelines/none/champion/rollback', rollback)).toMatchObject({ status: 404 });
  });

  it('is answered 503 while others decide all the time', async () => {
    const { send, evaluate } = api(examplePipeline, {
      commitDecision: async () => 'conflict',
      evaluationsOfRun: async () => evaluationsOf(recordedOf({ runId: 'r1' }), undefined),
    });
    await evaluate('r1', 8);
    expect(await send('POST', `${PIPELINE}/champion/approve`, approval('r1'))).toMatchObject({ status: 503 });
  });
});

it('adds up costs of a stretch of days, with what unsuccessful runs cost', async () => {
  const { send, ports } = api();
  await ports.enterAttempt(attemptOf({ runId: 'r1', dollars: 2 }));
  await ports.enterAttempt(attemptOf({ runId: 'r2', dollars: 3, endedAt: '2026-11-13T00:00:00.000Z' }));
  await ports.saveRun(runOf({ runId: 'r1', state: 'FAILED' }));
  const { body } = await send('GET', `${PIPELINE}/costs?from=2026-11-12&to=2026-11-12`);
  expect(body).toMatchObject({ budget: null, total: { dollars: 2, failedRunDollars: 2 }, days: [{ day: '2026-11-12' }] });
  expect((await send('GET', `${PIPELINE}/costs?from=yesterday`)).status).toBe(400);
});

it('shows thirty days where none are asked for', () => {
  expect(stretchOfDays({}, new Date('2026-11-30T12:00:00.000Z'))).toEqual({
    from: '2026-11-01T00:00:00.000Z',
    to: '2026-11-30T23:59:59.999Z',
    runsFrom: '2026-10-18T00:00:00.000Z',
  });
});

it('names its routes where there is none, and nothing of its inside where it fails', async () => {
  expect((await api().send('GET', '/nothing')).body).toMatchObject({
    status: 404,
    detail: expect.stringContaining('/champion/approve'),
  });
  const broken = api(examplePipeline, {
    driftOf: async () => {
      throw new Error('table secret-name is gone');
    },
  });
  const answer = await broken.send('GET', `${PIPELINE}/drift`);
  expect(answer.status).toBe(500);
  expect(JSON.stringify(answer.body)).not.toContain('secret-name');
});
