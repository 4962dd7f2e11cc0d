import { examplePrices } from '@glue-relay/shared/cost/prices';
import { datasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import { exampleJobReport } from '@glue-relay/shared/job-report';
import fc from 'fast-check';
import { enterAttempt, enterRejection, enterRun } from '../src/app/keep-ledger';
import { costsOf } from '../src/domain/cost/totals';
import { evaluationsOf } from '../src/domain/evaluation';
import { attemptOf, serviceInMemory } from './support';

const ended = stepStateChange.example;
const ALL = ['2026-01-01', '2027-01-01'] as const;

describe('an attempt', () => {
  it('is entered with what Glue bills, by the prices given', async () => {
    const { ports, measured } = serviceInMemory();
    await enterAttempt(ports, { ...examplePrices, dpuHour: 36 }, ended);
    expect(await ports.attemptsOf('demand-forecast', ...ALL)).toMatchObject([{ dollars: 1.2, dpuSeconds: 120, succeeded: true }]);
    expect(measured).toEqual([
      { name: 'StepSeconds', value: 17, dimensions: { pipeline: 'demand-forecast', step: 'clean' } },
      { name: 'StepDollars', value: 1.2, dimensions: { pipeline: 'demand-forecast', step: 'clean' } },
      { name: 'Dollars', value: 1.2, dimensions: { pipeline: 'demand-forecast' } },
      { name: 'LostDollars', value: 0, dimensions: { pipeline: 'demand-forecast' } },
    ]);
  });

  it.each([
    ['has not ended', { state: 'RUNNING' as const, endedAt: null, billed: null }],
    ['was skipped', { state: 'SKIPPED' as const, jobRunId: null }],
    ['is a crawl that never began', { kind: 'crawler' as const, jobRunId: null, startedAt: null }],
    ['is a wait at a gate', { kind: 'gate' as const, jobRunId: null, billed: null }],
  ])('that %s costs nothing yet', async (_, change) => {
    const { ports, measured } = serviceInMemory();
    await enterAttempt(ports, examplePrices, { ...ended, ...change });
    expect(await ports.attemptsOf('demand-forecast', ...ALL)).toEqual([]);
    expect(measured).toEqual([]);
  });

  it('is entered of a crawl too', async () => {
    const { ports } = serviceInMemory();
    await enterAttempt(ports, { ...examplePrices, dpuHour: 36 }, { ...ended, kind: 'crawler', jobName: null, jobRunId: null });
    expect(await ports.attemptsOf('demand-forecast', ...ALL)).toMatchObject([{ jobRunId: null, dollars: 1.2 }]);
  });

  it('of a size that Glue does not say is entered without a price', async () => {
    const { ports } = serviceInMemory();
    await enterAttempt(ports, examplePrices, { ...ended, billed: null });
    const costs = costsOf(await ports.attemptsOf('demand-forecast', ...ALL), new Map());
    expect(costs.total).toMatchObject({ dollars: 0, attempts: 1, unpricedAttempts: 1 });
  });

  it('counts once, in whatever order and however often events come', async () => {
    const events = [1, 2, 3].flatMap((attempt) => [
      { ...ended, attempt, jobRunId: `jr_${attempt}`, state: attempt === 3 ? ('SUCCEEDED' as const) : ('WAITING' as const) },
      { ...ended, attempt, jobRunId: `jr_${attempt}`, state: 'RUNNING' as const, endedAt: null, billed: null },
    ]);
    const deliveries = fc.shuffledSubarray([...events, ...events, ...events], { minLength: 18 });
    await fc.assert(
      fc.asyncProperty(deliveries, async (order) => {
        const { ports, measured } = serviceInMemory();
        for (const event of order) await enterAttempt(ports, examplePrices, event);
        const { total } = costsOf(await ports.attemptsOf('demand-forecast', ...ALL), new Map());
        const one = (120 / 3_600) * 0.44;
        expect(total.dollars).toBeCloseTo(3 * one);
        expect(total.retryDollars).toBeCloseTo(2 * one);
        expect(total.failedAttemptDollars).toBeCloseTo(2 * one);
        expect(measured.filter(({ name }) => name === 'Dollars')).toHaveLength(3);
      }),
      { numRuns: 30 },
    );
  });
});

it('costs are added up by day, step and run, and those of unsuccessful runs told apart', () => {
  const attempts = [
    attemptOf({ runId: 'a', step: 'clean', dollars: 1 }),
    attemptOf({ runId: 'a', step: 'train', dollars: 2, succeeded: false, endedAt: '2026-11-13T00:00:00.000Z' }),
    attemptOf({ runId: 'b', step: 'clean', dollars: 4, endedAt: '2026-11-13T23:59:59.999Z' }),
  ];
  const costs = costsOf(
    attempts,
    new Map([
      ['a', 'FAILED'],
      ['b', 'SUCCEEDED'],
    ]),
  );
  const dollars = (groups: readonly { dollars: number }[]) => groups.map((group) => group.dollars);
  expect(costs.total).toMatchObject({ dollars: 7, attempts: 3, failedAttemptDollars: 2, failedRunDollars: 3, retryDollars: 0 });
  expect(costs.days.map(({ day }) => day)).toEqual(['2026-11-12', '2026-11-13']);
  expect([dollars(costs.days), dollars(costs.steps), dollars(costs.runs)]).toEqual([
    [1, 6],
    [5, 2],
    [3, 4],
  ]);
});

describe('a run', () => {
  const change = (state: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT', sequence: number) => ({
    ...runStateChange.example,
    state,
    sequence,
    endedAt: state === 'RUNNING' ? null : '2026-11-12T00:01:02.000Z',
  });

  it('gives evaluations that came before it their data and code', async () => {
    const { ports } = serviceInMemory();
    const recorded = { report: exampleJobReport, writtenAt: '2026-11-12T00:01:00.000Z' };
    await ports.saveReport(recorded, evaluationsOf(recorded, undefined), undefined);
    await enterRun(ports, change('RUNNING', 2));
    const [evaluation] = await ports.evaluationsOfRun('demand-forecast', exampleJobReport.runId);
    expect(evaluation).toMatchObject({ codeVersion: '5f2a9c41d07b', dataset: { key: 'raw/train.csv' } });
  });

  it.each([
    ['SUCCEEDED' as const, { RunSucceeded: 1, RunFailed: 0, RunSeconds: 60 }],
    ['FAILED' as const, { RunSucceeded: 0, RunFailed: 1, RunSeconds: 60 }],
    ['TIMED_OUT' as const, { RunSucceeded: 0, RunFailed: 1, RunSeconds: 60 }],
  ])('that ends %s is measured once', async (state, expected) => {
    const { ports, measured } = serviceInMemory();
    for (const sequence of [2, 9, 9]) await enterRun(ports, change(sequence === 2 ? 'RUNNING' : state, sequence));
    expect(Object.fromEntries(measured.map(({ name, value }) => [name, value]))).toEqual(expected);
    expect(measured).toHaveLength(3);
  });
});

it('a rejected file is counted once for its pipeline, and for none where none is known', async () => {
  const { ports, measured } = serviceInMemory();
  const rejected = { ...datasetRejected.example, pipeline: 'demand-forecast' };
  for (const detail of [rejected, rejected, { ...rejected, runId: 'other', pipeline: null }]) await enterRejection(ports, detail);
  expect(measured).toEqual([{ name: 'FileRejected', value: 1, dimensions: { pipeline: 'demand-forecast' } }]);
});
