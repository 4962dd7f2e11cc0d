import { Logger } from '@aws-lambda-powertools/logger';
import { withoutNulls } from '@glue-relay/shared/http/proxy-event';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { projectEvent } from '../src/app/project-event';
import { statusRouter } from '../src/http/router';
import type { QueryPorts } from '../src/ports';
import { rejectionOf, storyOf } from './story';
import { memoryReadModel } from './twins/read-model';

const RUNS = ['20261112T000000Z-aaaaaaaaaaaa', '20261112T000100Z-bbbbbbbbbbbb', '20261112T000200Z-cccccccccccc'];
const REJECTED = '20261112T000300Z-dddddddddddd';

const get = (path: string): APIGatewayProxyEventV2 => {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  const parameters = Object.fromEntries(new URLSearchParams(rawQueryString));
  const event = {
    version: '2.0',
    routeKey: `GET ${rawPath}`,
    rawPath,
    rawQueryString,
    headers: { host: 'api.example' },
    requestContext: { http: { method: 'GET', path: rawPath } },
    isBase64Encoded: false,
    pathParameters: null,
    ...(rawQueryString === '' ? {} : { queryStringParameters: parameters }),
  };
  return event as unknown as APIGatewayProxyEventV2;
};

const apiOver = async (queries?: QueryPorts) => {
  const model = memoryReadModel();
  const counted: string[] = [];
  const take = projectEvent({ applyChange: model.applyChange, count: () => undefined, tell: () => undefined });
  const events = [...RUNS.flatMap((runId, minute) => storyOf(runId, minute)), rejectionOf(REJECTED)];
  for (const event of events) await take(event);
  const router = statusRouter(queries ?? model, new Logger({ logLevel: 'SILENT' }), (name) => counted.push(name));
  const ask = async (path: string) => {
    const answer = await router.resolve(withoutNulls(get(path)), { awsRequestId: 'request-1' } as Context);
    return { status: answer.statusCode, type: answer.headers?.['content-type'], body: JSON.parse(answer.body ?? '') };
  };
  return { ask, counted };
};

describe('GET /runs', () => {
  it('lists the newest first, rejections among them', async () => {
    const { ask, counted } = await apiOver();
    const { status, type, body } = await ask('/runs');
    expect({ status, type, nextCursor: body.nextCursor }).toEqual({ status: 200, type: 'application/json', nextCursor: null });
    expect(body.runs.map(({ runId }: { runId: string }) => runId)).toEqual([REJECTED, ...RUNS.toReversed()]);
    expect(counted).toEqual(['RequestServed']);
  });

  it('gives every run once, page by page', async () => {
    const { ask } = await apiOver();
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await ask(`/runs?limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.runs.map(({ runId }: { runId: string }) => runId));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual([REJECTED, ...RUNS.toReversed()]);
  });

  it.each([
    ['state=REJECTED', [REJECTED]],
    ['state=TIMED_OUT&pipeline=demand-forecast&limit=2', [RUNS[2], RUNS[1]]],
    ['state=QUEUED', []],
    ['pipeline=unknown', []],
  ])('filters by %s', async (query, expected) => {
    const { ask } = await apiOver();
    const { body } = await ask(`/runs?${query}`);
    expect(body.runs.map(({ runId }: { runId: string }) => runId)).toEqual(expected);
  });

  it.each([
    ['limit=0', /limit: expected a whole number from 1 to 200/],
    ['limit=201', /limit/],
    ['limit=ten', /limit/],
    ['limit=-1', /limit/],
    ['limit=1.5', /limit/],
    ['limit=', /limit/],
    ['state=DONE', /state: expected one of QUEUED, RUNNING/],
    ['cursor=abc', /cursor: expected the nextCursor/],
    ['cursor=', /cursor/],
    [`cursor=${Buffer.from('after:x y').toString('base64url')}`, /cursor/],
    ['pipeline=', /pipeline/],
    ['status=FAILED', /unknown parameter status: there are pipeline, state, limit, cursor/],
  ])('refuses %s', async (query, detail) => {
    const { ask, counted } = await apiOver();
    const { status, type, body } = await ask(`/runs?${query}`);
    expect({ status, type, title: body.title, inBody: body.status }).toEqual({
      status: 400,
      type: 'application/problem+json',
      title: 'Bad request',
      inBody: 400,
    });
    expect(body.detail).toMatch(detail);
    expect(counted).toEqual(['RequestRefused']);
  });
});

describe('the other routes', () => {
  it('GET /runs/{runId} answers with the run', async () => {
    const { ask } = await apiOver();
    const { status, body } = await ask(`/runs/${RUNS[0]}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      runId: RUNS[0],
      state: 'TIMED_OUT',
      steps: [{ step: 'clean' }, { step: 'features' }, { step: 'train' }],
    });
  });

  it.each(['/runs/nope', '/runs/%00', `/runs/${'x'.repeat(3000)}`])(
    'answers 404 with help for a run that is not there',
    async (path) => {
      const { ask, counted } = await apiOver();
      const { status, type, body } = await ask(path);
      expect({ status, type }).toEqual({ status: 404, type: 'application/problem+json' });
      expect(body).toMatchObject({ title: 'Unknown run', status: 404, detail: expect.stringContaining('GET /runs lists') });
      expect(counted).toEqual(['RequestRefused']);
    },
  );

  it('GET /jobs and GET /models answer', async () => {
    const { ask } = await apiOver();
    const { body } = await ask('/jobs');
    expect(body.jobs[0]).toEqual({
      name: 'relay-local-demand-forecast-clean',
      pipeline: 'demand-forecast',
      step: 'clean',
      status: 'SUCCEEDED',
      startedOn: '2026-11-12T00:02:07.000Z',
      executionTime: 2,
      runId: RUNS[2],
      jobRunId: `jr_${RUNS[2]}_clean`,
    });
    expect((await ask('/models')).body.models).toMatchObject([
      { model: 'linear-regression', runId: RUNS[2] },
      { model: 'random-forest' },
    ]);
  });

  it('names the routes where there is none', async () => {
    const { ask } = await apiOver();
    expect(await ask('/run')).toMatchObject({ status: 404, type: 'application/problem+json', body: { title: 'Unknown route' } });
  });

  it('tells nothing of a fault of its own', async () => {
    const fail = async () => {
      throw new Error('table relay-status-prod is on fire');
    };
    const { ask, counted } = await apiOver({ findRun: fail, listRuns: fail, listJobs: fail, listModels: fail });
    const answer = await ask('/jobs');
    expect(answer).toMatchObject({ status: 500, type: 'application/problem+json' });
    expect(JSON.stringify(answer)).not.toContain('fire');
    expect(answer.body.detail).toContain('request-1');
    expect(counted).toEqual(['RequestFailed']);
  });
});
