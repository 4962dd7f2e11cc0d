import { EVENTS, idsOf, REJECTED, RUNS } from './api-events';
import { storyOf } from './story';
import { apiOver } from './support';

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
