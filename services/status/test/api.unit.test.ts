import type { ReadModel } from '../src/ports';
import { batchOf, rejectionOf, remarksOn, storyOf } from './story';
import { apiOver } from './support';

const RUNS = ['20261112T000000Z-aaaaaaaaaaaa', '20261112T000100Z-bbbbbbbbbbbb', '20261112T000200Z-cccccccccccc'];
const [FIRST = ''] = RUNS;
const REJECTED = '20261112T000300Z-dddddddddddd';
const EVENTS = [...RUNS.flatMap((runId, minute) => storyOf(runId, minute)), rejectionOf(REJECTED), ...remarksOn(FIRST)];

const idsOf = (runs: readonly { runId: string }[]): string[] => runs.map(({ runId }) => runId);

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

describe('series of a run', () => {
  const entry = (seriesId: string, file: string) => ({ seriesId, keys: { store: seriesId }, file });
  const index = {
    schemaVersion: 1,
    title: 'Sales',
    dimensions: ['store'],
    series: [entry('s1', 'a'), entry('s2', 'a'), entry('s3', 'b')],
  };
  const series = (seriesId: string) => ({
    schemaVersion: 1,
    seriesId,
    keys: { store: seriesId },
    unit: 'sales per day',
    times: ['2026-11-01'],
    actual: [null],
    forecasts: [{ model: 'm', values: [1.5], lower: null, upper: null }],
  });
  const file = { schemaVersion: 1, series: [series('s1'), series('s2')] };
  /** Objects by name, as text or `too-large`. */
  const withObjects = (objects: Readonly<Record<string, string>>) => {
    const keys: string[] = [];
    const readPrediction = async (key: string) => {
      keys.push(key);
      return objects[key.split('/').at(-1) ?? ''];
    };
    return { keys, api: apiOver(EVENTS, { readPrediction }) };
  };
  const INDEX = { 'index.json': JSON.stringify(index) };
  const folder = `predictions/demand-forecast/run_id=${FIRST}/series/`;

  it('are listed as the run wrote them', async () => {
    const { keys, api } = withObjects(INDEX);
    const { status, body } = await (await api).ask(`/runs/${FIRST}/series`);
    expect({ status, body }).toEqual({ status: 200, body: index });
    expect(keys).toEqual([`${folder}index.json`]);
  });

  it('are read from the file that the index names', async () => {
    const { keys, api } = withObjects({ ...INDEX, 'a.json': JSON.stringify(file) });
    const { status, body } = await (await api).ask(`/runs/${FIRST}/series/s2`);
    expect({ status, body }).toEqual({ status: 200, body: series('s2') });
    expect(keys).toEqual([`${folder}index.json`, `${folder}a.json`]);
  });

  it.each<[string, Readonly<Record<string, string>>, string, number, RegExp]>([
    ['nothing was written', {}, `/runs/${FIRST}/series`, 404, /wrote no such series/],
    ['nothing was written and one is asked for', {}, `/runs/${FIRST}/series/s1`, 404, /wrote no such series/],
    ['the run is unknown', INDEX, '/runs/nope/series', 404, /no run "nope"/],
    ['an id leads elsewhere', INDEX, `/runs/${FIRST}/series/..%2F..%2Fsecret`, 404, /no such series/],
    ['the index is no JSON', { 'index.json': 'nope' }, `/runs/${FIRST}/series`, 502, /expected JSON/],
    ['the file is gone', INDEX, `/runs/${FIRST}/series/s1`, 404, /no such series/],
    [
      'the file is of another shape',
      { ...INDEX, 'a.json': '{"schemaVersion":1}' },
      `/runs/${FIRST}/series/s1`,
      502,
      /a\.json: .*series/s,
    ],
    ['the file is too large', { ...INDEX, 'a.json': 'too-large' }, `/runs/${FIRST}/series/s1`, 502, /larger/],
    [
      'the file has another series',
      { ...INDEX, 'b.json': JSON.stringify(file) },
      `/runs/${FIRST}/series/s3`,
      502,
      /no series s3/,
    ],
  ])('are a problem where %s', async (_, objects, path, expected, detail) => {
    const { ask } = await withObjects(objects).api;
    const { status, body } = await ask(path);
    expect(status).toBe(expected);
    expect(body.detail).toMatch(detail);
  });
});

describe('files of a batch', () => {
  const MEMBERS = ['20261111T235900Z-111111111111', '20261111T235930Z-222222222222'];
  const [MEMBER = ''] = MEMBERS;
  const withBatch = [...EVENTS, batchOf(FIRST, MEMBERS)];

  it('have the run of the batch, under the id that each would have alone and under its key', async () => {
    const { ask } = await apiOver(withBatch);
    const ofBatch = await ask(`/runs/${FIRST}`);
    expect(await ask(`/runs/${MEMBER}`)).toMatchObject({ status: 200, body: ofBatch.body });
    const { body } = await ask('/datasets/raw/part-2.csv');
    expect(body.versions).toMatchObject([{ size: 2, runs: [{ runId: FIRST, state: 'TIMED_OUT' }] }]);
    expect(idsOf((await ask('/runs?key=raw/part-1.csv')).body.runs)).toEqual([FIRST]);
    expect(idsOf((await ask('/runs?key=raw/part-1.csv&state=QUEUED')).body.runs)).toEqual([]);
  });

  it('are in no list but that of their keys', async () => {
    const { ask } = await apiOver(withBatch);
    expect(idsOf((await ask('/runs')).body.runs)).toEqual([REJECTED, ...RUNS.toReversed()]);
  });

  it('have the series of the run of the batch', async () => {
    const keys: string[] = [];
    const readPrediction = async (key: string) => {
      keys.push(key);
      return undefined;
    };
    const { ask } = await apiOver(withBatch, { readPrediction });
    expect((await ask(`/runs/${MEMBER}/series`)).body.title).toBe('No series');
    expect(keys).toEqual([`predictions/demand-forecast/run_id=${FIRST}/series/index.json`]);
  });

  it('are unknown until something is known of the run of the batch', async () => {
    const { ask } = await apiOver([batchOf(FIRST, MEMBERS)]);
    for (const path of [`/runs/${MEMBER}`, `/runs/${MEMBER}/series`, '/datasets/raw/part-1.csv'])
      expect((await ask(path)).status).toBe(404);
  });
});

describe('the other routes', () => {
  it('GET /jobs', async () => {
    const { ask } = await apiOver(EVENTS);
    expect((await ask('/jobs')).body.jobs[0]).toEqual({
      name: 'relay-local-demand-forecast-clean',
      pipeline: 'demand-forecast',
      step: 'clean',
      status: 'SUCCEEDED',
      startedOn: '2026-11-12T00:02:07.000Z',
      executionTime: 2,
      runId: RUNS[2],
      jobRunId: `jr_${RUNS[2]}_clean`,
    });
  });

  it('GET /pipelines', async () => {
    const { ask } = await apiOver([...EVENTS, storyOf('20261112T001000Z-ffffffffffff', 10)[1]]);
    expect((await ask('/pipelines')).body.pipelines).toMatchObject([
      {
        pipeline: 'demand-forecast',
        state: 'RUNNING',
        running: [{ state: 'RUNNING' }],
        queued: 0,
        runsCounted: 3,
        p50Seconds: null,
      },
    ]);
  });

  it('GET /models and GET /models/{pipeline}', async () => {
    const { ask } = await apiOver(EVENTS);
    const { body } = await ask('/models');
    expect(body.models).toMatchObject([{ model: 'linear-regression', runId: RUNS[2] }, { model: 'random-forest' }]);
    expect(body.champions).toMatchObject([{ pipeline: 'demand-forecast', sequence: 2 }]);
    const { body: one } = await ask('/models/demand-forecast?metric=rmse');
    expect(one.trends[0]).toMatchObject({
      model: 'linear-regression',
      stability: { points: 3, mean: 2, verdict: 'too-few-runs' },
    });
    expect(one).toMatchObject({ champion: { model: 'poisson-regression' }, decisions: [{ sequence: 2 }, { sequence: 1 }] });
    expect(one.drift).toHaveLength(1);
    expect((await ask('/models/none')).status).toBe(404);
  });

  it.each(['/datasets/raw/train.csv', '/datasets/raw%2Ftrain.csv'])('GET %s has every version with its runs', async (path) => {
    const { ask } = await apiOver(EVENTS);
    const { status, body } = await ask(path);
    expect(status).toBe(200);
    expect(body).toMatchObject({ key: 'raw/train.csv', versions: [{ versionId: expect.any(String), runs: expect.any(Array) }] });
    expect(idsOf(body.versions[0].runs)).toEqual([REJECTED, ...RUNS.toReversed()]);
  });

  it('GET /datasets/{key} answers 404 for a key that nothing is known of', async () => {
    const { ask } = await apiOver(EVENTS);
    expect(await ask('/datasets/raw/100%.csv')).toMatchObject({ status: 404, body: { title: 'Unknown dataset' } });
  });

  it('GET /costs', async () => {
    const { ask } = await apiOver(EVENTS);
    const { body } = await ask('/costs');
    expect({ from: body.from, to: body.to }).toEqual({ from: '2026-10-14', to: '2026-11-12' });
    expect(body.dollars).toBeCloseTo((720 / 3600) * 0.44);
    expect((await ask('/costs?pipeline=other')).body.days).toEqual([]);
    expect((await ask('/costs?from=2026-01-01&to=2026-11-12')).body.detail).toMatch(/1 to 92 days/);
    expect((await ask('/costs?from=12.11.2026')).body.detail).toMatch(/from: expected a day/);
  });

  it('GET /alerts has each alert once, as it was first said', async () => {
    const { ask } = await apiOver(EVENTS);
    const { body } = await ask('/alerts');
    expect(body.alerts).toMatchObject([{ kind: 'deadline-missed', at: '2026-11-12T01:30:30.000Z' }, { kind: 'drift' }]);
    expect((await ask('/alerts?pipeline=other')).body.alerts).toEqual([]);
  });

  it('GET /health', async () => {
    const deadLetters = [{ queue: 'relay-local-ingest-intake-dlq', messages: 2 }];
    const { ask } = await apiOver(EVENTS, { depths: async () => ({ waiting: 3, deadLetters }) });
    expect((await ask('/health')).body).toEqual({
      status: 'degraded',
      projection: { lagSeconds: null, lastEventAt: null, lastProjectedAt: null, waiting: 3 },
      deadLetters,
      sweeps: [{ service: 'orchestrator', at: '2026-11-12T00:01:00.000Z', found: 0 }],
    });
  });
});

describe('every answer', () => {
  it('is 304 for who has it, and new once something changed', async () => {
    const { ask } = await apiOver(EVENTS);
    const { headers } = await ask('/runs');
    const etag = String(headers.etag);
    expect(await ask('/runs', { 'if-none-match': `"other", ${etag}` })).toMatchObject({ status: 304, body: null });
    expect(await ask('/jobs', { 'if-none-match': etag })).toMatchObject({ status: 200 });
    const { ask: askLater } = await apiOver([...EVENTS, ...storyOf('20261112T001000Z-ffffffffffff', 10)]);
    expect(await askLater('/runs', { 'if-none-match': etag })).toMatchObject({ status: 200 });
  });

  it('is compressed for who asks for that, and for no one else', async () => {
    const { ask } = await apiOver(EVENTS);
    const plain = await ask('/runs');
    const packed = await ask('/runs', { 'accept-encoding': 'br, gzip' });
    expect([plain.isCompressed, packed.isCompressed, packed.headers['content-encoding']]).toEqual([false, true, 'gzip']);
    expect(packed.body).toEqual(plain.body);
    expect(packed.headers.etag).toBe(plain.headers.etag);
    expect((await ask('/runs', { 'accept-encoding': 'identity' })).isCompressed).toBe(false);
  });

  it('names the routes where there is none', async () => {
    const { ask } = await apiOver([]);
    expect(await ask('/run')).toMatchObject({ status: 404, type: 'application/problem+json', body: { title: 'Unknown route' } });
  });

  it('tells nothing of a fault of the service', async () => {
    const fail = async () => {
      throw new Error('table relay-status-prod is on fire');
    };
    const readModel: ReadModel = { find: fail, read: fail, list: fail, costs: fail };
    const { ask, counted } = await apiOver([], { readModel });
    const answer = await ask('/jobs');
    expect(answer).toMatchObject({ status: 500, type: 'application/problem+json' });
    expect(JSON.stringify(answer)).not.toContain('fire');
    expect(answer.body.detail).toContain('request-1');
    expect(counted).toEqual(['RequestFailed']);
  });
});
