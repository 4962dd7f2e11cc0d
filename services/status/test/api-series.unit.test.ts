import { EVENTS, FIRST, idsOf, REJECTED, RUNS } from './api-events';
import { batchOf } from './story';
import { apiOver } from './support';

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
