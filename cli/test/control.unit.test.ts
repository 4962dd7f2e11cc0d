import { followRun } from '../src/follow';
import type { BackfillItem } from '../src/orchestrator-api/client';
import { backfillTable } from '../src/render/backfill';
import { refused } from '../src/stage-api/refused';
import { request } from '../src/stage-api/request';
import type { ApiRequest } from '../src/stage-api/signing';
import { succeededRun } from './example-run';

const { signal } = new AbortController();
const asked: ApiRequest = {
  method: 'POST',
  url: new URL('http://api.test/runs'),
  headers: { 'idempotency-key': 'k1' },
  body: '{"pipeline":"p"}',
};

describe('a request to an API of a stage', () => {
  const answers = (...statuses: number[]) =>
    jest.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('{}', { status: statuses.shift() ?? 200 }));
  afterEach(() => jest.restoreAllMocks());

  it('goes out again under the same key after a server error', async () => {
    const fetched = answers(503, 200);
    const sign = jest.fn(async ({ headers }: ApiRequest) => ({ ...headers, authorization: 'signed' }));
    expect((await request(asked, sign, signal)).status).toBe(200);
    expect(sign).toHaveBeenCalledTimes(2);
    for (const [, init] of fetched.mock.calls)
      expect(init).toMatchObject({
        method: 'POST',
        body: asked.body,
        headers: { 'idempotency-key': 'k1', authorization: 'signed' },
      });
  });

  it('does not after a refusal', async () => {
    const fetched = answers(409);
    expect((await request(asked, async () => ({}), signal)).status).toBe(409);
    expect(fetched).toHaveBeenCalledTimes(1);
  });
});

describe('a refusal', () => {
  const answer = (status: number, body: string) => refused('POST /runs', new Response(body, { status }));
  const problem = (detail: string) => JSON.stringify({ type: 'urn:glue-relay:problem:x', detail });

  it('is told in the words of the service; a bad request is wrong usage', async () => {
    expect(await answer(409, problem('run r is RUNNING'))).toMatchObject({ name: 'OperationError', message: 'run r is RUNNING' });
    expect(await answer(400, problem('key: too long'))).toMatchObject({ name: 'UsageError', message: 'key: too long' });
  });

  it('of a token says why, and where a new one goes; of a session that is over says to sign in', async () => {
    const headers = { 'www-authenticate': 'Bearer scope="" error="invalid_token" error_description="the token has expired"' };
    const body = '{"message":"Unauthorized"}';
    expect(await refused('GET /runs', new Response(body, { status: 401, headers }))).toMatchObject({
      message: 'GET /runs answered 401: the token has expired',
      remedy: expect.stringContaining('RELAY_TOKEN'),
    });
    expect(await answer(401, body)).toMatchObject({ message: expect.stringContaining('Unauthorized') });
    expect(await answer(403, '{"message":"The security token included in the request is expired"}')).toMatchObject({
      remedy: expect.stringContaining('aws sso login'),
    });
  });

  it('of something that is not there says where to look', async () => {
    const unknown = (ground: string) => JSON.stringify({ type: `urn:glue-relay:problem:${ground}`, detail: 'there is none' });
    expect(await answer(404, unknown('unknown-run'))).toMatchObject({ remedy: expect.stringContaining('relay runs') });
    expect(await answer(404, unknown('unknown-pipeline'))).toMatchObject({ remedy: expect.stringContaining('relay pipelines') });
    expect(await answer(404, '{"message":"Not Found"}')).toMatchObject({ remedy: expect.stringContaining('relay doctor') });
  });

  it('of API Gateway names the right that lacks', async () => {
    expect(await answer(403, '{"message":"Forbidden"}')).toMatchObject({
      message: expect.stringContaining('403'),
      remedy: expect.stringContaining('execute-api:Invoke'),
    });
  });
});

it('waits beyond an end that is older than the command', async () => {
  const ends = [succeededRun, succeededRun, { ...succeededRun, endedAt: '2026-11-12T01:00:00.000Z' }];
  const api = { run: async () => (ends.length > 1 ? ends.shift() : ends[0]) };
  const options = { signal, pollMs: 1, appearsWithinMs: 50, settlesWithinMs: 50, onUpdate: () => undefined };
  const run = await followRun(api, 'r', { ...options, isNews: ({ endedAt }) => endedAt !== succeededRun.endedAt });
  expect(run.endedAt).toBe('2026-11-12T01:00:00.000Z');
});

it('tells of a backfill file by file', () => {
  const item = (key: string, decided: BackfillItem['decided'], answer: BackfillItem['answer'] = null): BackfillItem => ({
    key,
    versionId: null,
    lastModified: '2026-11-12T00:00:00.000Z',
    decided,
    answer,
  });
  const items = [
    item('raw/a.csv', { action: 'start' }, { outcome: 'done', runId: 'r1' }),
    item('raw/b.csv', { action: 'redrive', runId: 'r2' }, { outcome: 'refused', ground: 'unfit-state', reason: 'it runs' }),
    item('raw/c.csv', { action: 'leave', reason: 'it has run r3, SUCCEEDED' }),
  ];
  const text = backfillTable(items, false, [{ ...succeededRun, runId: 'r1' }]);
  expect(text).toContain('raw/a.csv  2026-11-12 00:00:00  start    r1 SUCCEEDED');
  expect(text).toContain('refused: it runs');
  expect(text).toContain('1 to start, 1 to redrive, 1 to leave as they are.');
});
