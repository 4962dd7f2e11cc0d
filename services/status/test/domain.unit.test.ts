import { examplePipeline, NO_ALERTS } from '@glue-relay/shared/pipeline/definition';
import { scheduleSchema } from '@glue-relay/shared/pipeline/schedule';
import fc from 'fast-check';
import { markProjection } from '../src/app/mark-projection';
import { bucketDeltas } from '../src/domain/contribution';
import type { HistoryEntry } from '../src/domain/history';
import { HISTORY_LENGTH, mergeHistory, NO_HISTORY } from '../src/domain/history';
import { pipelineViewsOf } from '../src/domain/pipeline-view';
import { controlLimits, trendsOf } from '../src/domain/trend';

const entryOf = (run: number, sequence: number, isSuccess: boolean): HistoryEntry => ({
  runId: `run-${String(run).padStart(3, '0')}`,
  sequence,
  state: isSuccess ? 'SUCCEEDED' : 'FAILED',
  createdAt: '2026-11-12T00:00:00.000Z',
  startedAt: '2026-11-12T00:00:00.000Z',
  endedAt: `2026-11-12T00:${String(run % 60).padStart(2, '0')}:0${sequence % 10}.000Z`,
  seconds: run,
});

describe('the latest ended runs of a pipeline', () => {
  it('are the same in any order, repeats among them', () => {
    const entries = Array.from({ length: 80 }, (_, run) => [entryOf(run, 5, run % 3 > 0), entryOf(run, 9, true)]).flat();
    const expected = entries.reduce(mergeHistory, NO_HISTORY);
    expect(expected.runs).toHaveLength(HISTORY_LENGTH);
    fc.assert(
      fc.property(fc.shuffledSubarray([...entries, ...entries], { minLength: 320, maxLength: 320 }), (order) => {
        expect(order.reduce(mergeHistory, NO_HISTORY)).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('say nothing new of what is known', () => {
    const history = mergeHistory(NO_HISTORY, entryOf(1, 5, true));
    expect(mergeHistory(history, entryOf(1, 5, true))).toBe(history);
    expect(mergeHistory(history, entryOf(1, 4, false))).toBe(history);
  });

  it('give a pipeline its rates, percentiles and when it is due', () => {
    const history = [1, 2, 3, 4].reduce((all, run) => mergeHistory(all, entryOf(run, 5, run !== 4)), NO_HISTORY);
    const definition = { ...examplePipeline, alerts: { ...NO_ALERTS, noSuccessWithinHours: 2 } };
    const now = new Date('2026-11-12T06:00:00Z');
    const facts = {
      now,
      running: [],
      queued: { runs: [], isPartial: false },
      histories: new Map([['demand-forecast', history]]),
    };
    expect(pipelineViewsOf({ ...facts, definitions: new Map([['demand-forecast', definition]]) })).toMatchObject([
      { state: 'FAILED', runsCounted: 4, successRate: 0.75, p50Seconds: 2, p95Seconds: 2.9, nextDue: '2026-11-12T02:03:05.000Z' },
    ]);
    const cancelled = mergeHistory(history, { ...entryOf(5, 5, false), state: 'CANCELLED' });
    expect(
      pipelineViewsOf({ ...facts, histories: new Map([['demand-forecast', cancelled]]), definitions: new Map() }),
    ).toMatchObject([{ state: 'CANCELLED', runsCounted: 4, successRate: 0.75 }]);
    expect(pipelineViewsOf({ ...facts, histories: new Map(), definitions: new Map([['new', definition]]) })).toMatchObject([
      { pipeline: 'new', state: 'NEVER_RUN', successRate: null, lastSuccess: null, nextDue: null },
    ]);
    const scheduled = { ...definition, schedule: scheduleSchema.parse({ at: 'cron(30 6 * * ? *)', timeZone: 'Europe/Berlin' }) };
    expect(pipelineViewsOf({ ...facts, definitions: new Map([['demand-forecast', scheduled]]) })).toMatchObject([
      { nextDue: '2026-11-13T05:30:00.000Z' },
    ]);
  });
});

it('whatever an attempt contributed before, the deltas leave what it contributes now', () => {
  const contribution = fc.option(
    fc.record({
      day: fc.constantFrom('2026-11-12', '2026-11-13'),
      pipeline: fc.constant('p'),
      standardDpuSeconds: fc.nat(1000),
      flexDpuSeconds: fc.nat(1000),
    }),
  );
  fc.assert(
    fc.property(fc.array(contribution, { minLength: 1 }), (story) => {
      const deltas = story.flatMap((now, index) => bucketDeltas(story[index - 1] ?? null, now));
      const last = story.at(-1) ?? null;
      for (const day of ['2026-11-12', '2026-11-13']) {
        const sum = (of: (delta: (typeof deltas)[number]) => number) =>
          deltas.filter((delta) => delta.day === day).reduce((total, delta) => total + of(delta), 0);
        const isHere = last?.day === day;
        expect([sum(({ attempts }) => attempts), sum(({ flexDpuSeconds }) => flexDpuSeconds)]).toEqual(
          isHere ? [1, last.flexDpuSeconds] : [0, 0],
        );
      }
      const places = bucketDeltas(story[0] ?? null, last).map(({ day, pipeline }) => `${day}#${pipeline}`);
      // A transaction may write an item once only.
      expect(new Set(places).size).toBe(places.length);
    }),
  );
});

describe('control limits', () => {
  it('are the mean and 2.66 mean moving ranges, as in the NIST handbook', () => {
    // 6.3.2.2: flow rates of ten batches, mean 50.81, mean moving range 1.8778.
    const limits = controlLimits([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]);
    expect(limits?.upper).toBeCloseTo(55.804, 2);
    expect(limits?.lower).toBeCloseTo(45.816, 2);
  });

  it('need five values', () => {
    expect(controlLimits([1, 2, 3, 4])).toBeNull();
  });

  it('find a model that ran out of them', () => {
    const evaluation = (rmse: number, index: number) => ({
      ...{ pipeline: 'p', model: 'm', variant: 'v', split: 's', metrics: { rmse }, baseline: { rmse: 9 }, runId: `run-${index}` },
      evaluatedAt: `2026-11-12T00:0${index}:00.000Z`,
    });
    const values = [8, 8.1, 8, 8.1, 8, 8.1, 12];
    const [trend] = trendsOf(values.map(evaluation).reverse(), 'rmse');
    expect(trend?.stability).toMatchObject({ points: 7, verdict: 'unstable' });
    expect(trend?.points.at(-1)).toMatchObject({ value: 12, baseline: 9, withinLimits: false });
    expect(trendsOf(values.map(evaluation), 'mae')).toEqual([]);
  });
});

describe('the lag of the read model', () => {
  const now = Date.parse('2026-11-12T00:00:10.000Z');
  const mark = async (bodies: readonly string[]) => {
    const kept: unknown[] = [];
    await markProjection(
      async (made) => {
        kept.push(made);
      },
      () => now,
    )(bodies);
    return kept;
  };
  const event = (at: string, source = 'relay.orchestrator') => JSON.stringify({ source, detail: { at } });

  it('is that of the batch’s oldest event', async () => {
    const bodies = [event('2026-11-12T00:00:09.500Z'), event('2026-11-12T00:00:08.000Z'), 'no json', '{}'];
    expect(await mark(bodies)).toEqual([
      { lagSeconds: 2, lastEventAt: '2026-11-12T00:00:09.500Z', lastProjectedAt: '2026-11-12T00:00:10.000Z' },
    ]);
  });

  it('is not told by replays', async () => {
    expect(await mark([event('2020-01-01T00:00:00.000Z', 'relay.orchestrator.replay')])).toEqual([]);
  });
});
