import { EVENTS, FIRST, idsOf, REJECTED, RUNS } from './api-events';
import { apiOver } from './support';

describe('GET /runs', () => {
  it('lists the newest first, rejections among them', async () => {
    const { ask, counted } = await apiOver(EVENTS);
    const { status, type, body } = await ask('/runs');
    expect({ status, type, nextCursor: body.nextCursor }).toEqual({ status: 200, type: 'application/json', nextCursor: null });
    expect(idsOf(body.runs)).toEqual([REJECTED, ...RUNS.toReversed()]);
    expect(counted).toEqual(['RequestServed']);
  });

  it('gives every run once, page by page', async () => {
    const { ask } = await apiOver(EVENTS);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await ask(`/runs?limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...idsOf(body.runs));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual([REJECTED, ...RUNS.toReversed()]);
  });

  it.each([
    ['state=REJECTED', [REJECTED]],
    ['state=TIMED_OUT&pipeline=demand-forecast&limit=2', [RUNS[2], RUNS[1]]],
    ['state=QUEUED', []],
    ['pipeline=unknown', []],
    ['key=raw/train.csv&state=REJECTED', [REJECTED]],
    ['key=raw/train.csv&limit=2', [REJECTED, RUNS[2]]],
    ['key=raw/none.csv', []],
    ['since=2026-11-12T00:01:00Z&until=2026-11-12T00:03:00Z', [RUNS[2], RUNS[1]]],
    ['since=2026-11-12T00:00:59.500Z&until=2026-11-12T01:02:00%2B01:00', [RUNS[1]]],
  ])('filters by %s', async (query, expected) => {
    const { ask } = await apiOver(EVENTS);
    expect(idsOf((await ask(`/runs?${query}`)).body.runs)).toEqual(expected);
  });

  it('ends at the first run before "since", however many are older', async () => {
    const { ask } = await apiOver(EVENTS);
    const { body } = await ask('/runs?since=2026-11-12T00:02:00Z&limit=3');
    expect({ ids: idsOf(body.runs), next: body.nextCursor }).toEqual({ ids: [REJECTED, RUNS[2]], next: null });
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
    [`cursor=${Buffer.from('before:x\u0007y').toString('base64url')}`, /cursor/],
    ['pipeline=', /pipeline/],
    ['since=yesterday', /since: expected a time like/],
    ['status=FAILED', /unknown parameter status: there are pipeline, state, key, since, until, limit, cursor/],
  ])('refuses %s', async (query, detail) => {
    const { ask, counted } = await apiOver(EVENTS);
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

describe('GET /runs/{runId}', () => {
  it('answers with the run', async () => {
    const { ask } = await apiOver(EVENTS);
    const { status, body } = await ask(`/runs/${FIRST}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      runId: FIRST,
      state: 'TIMED_OUT',
      steps: [{ step: 'clean' }, { step: 'features' }, { step: 'train' }],
      drift: [{ kind: 'drift' }],
    });
  });

  it('answers with a rejection in the shape of a run', async () => {
    const { ask } = await apiOver(EVENTS);
    expect((await ask(`/runs/${REJECTED}`)).body).toMatchObject({ state: 'REJECTED', journal: [], cost: null });
  });

  it.each(['/runs/nope', '/runs/%00', `/runs/${'x'.repeat(3000)}`])(
    'answers 404 with help for a run that is not there',
    async (path) => {
      const { ask, counted } = await apiOver(EVENTS);
      const { status, type, body } = await ask(path);
      expect({ status, type }).toEqual({ status: 404, type: 'application/problem+json' });
      expect(body).toMatchObject({ title: 'Unknown run', status: 404, detail: expect.stringContaining('GET /runs lists') });
      expect(counted).toEqual(['RequestRefused']);
    },
  );
});
