import { bytes, duration, moment } from '../src/render/format';
import { modelsTable as evaluationsTable, jobsTable, runsTable } from '../src/render/lists';
import { modelsTable } from '../src/render/models-table';
import { runReport } from '../src/render/run-report';
import type { RunStep } from '../src/status-api/schemas';
import { failedRun, rejectedRun, succeededRun } from './example-run';

const now = new Date('2026-11-12T00:05:00Z');

describe('report of a run', () => {
  it('shows steps with times and rows, and the RMSE of each model', () => {
    expect(runReport(succeededRun)).toMatchInlineSnapshot(`
"Run         20261112T000000Z-3f2a9c41d07b
State       SUCCEEDED after 1 min 05 s
Pipeline    demand-forecast
Data set    s3://relay-data-local-000000000000/raw/train.csv
Parameters  tuned=false

STEP   STATE      ATTEMPTS    TIME  ROWS IN  ROWS OUT  QUARANTINED
clean  SUCCEEDED         1  17.0 s  913,000   913,000            0
train  SUCCEEDED         1  17.0 s  913,000   913,000            0

MODEL              VARIANT  SPLIT                   RMSE
linear-regression  classic  random-70-30-seed-42  8.8765
"
`);
  });

  it('shows forecasts with the metrics that they have, the best first', () => {
    const backtest = (model: string, rmse: number, more: Record<string, number>) => ({
      model,
      variant: 'forecast',
      split: 'rolling-origin-3x90',
      metrics: { rmse, mae: 6.1, smape: 11.577, bias: -0.008, rmse_to_floor: 1.0019, ...more },
    });
    const models = [backtest('seasonal-naive-364', 11.82, {}), backtest('poisson-glm', 7.9351, { improvement: 0.3288 })];
    expect(modelsTable(models)).toMatchInlineSnapshot(`
"MODEL               VARIANT   SPLIT                   RMSE    MAE   SMAPE    BIAS  OF NOISE FLOOR  BETTER THAN NAIVE
poisson-glm         forecast  rolling-origin-3x90   7.9351  6.100  11.58%  -0.008           1.002              32.9%
seasonal-naive-364  forecast  rolling-origin-3x90  11.8200  6.100  11.58%  -0.008           1.002                  -
"
`);
  });

  it('shows a classifier with its own metrics, the best first, and metrics that it does not know by their names', () => {
    const classifier = (model: string, area: number) => ({
      model,
      variant: 'before-call',
      split: 'hash-80-20',
      metrics: { log_loss: 0.58, accuracy: 0.664, area_under_roc: area, lift_at_10: 2.5432 },
    });
    const models = [
      classifier('decision-tree', 0.66),
      { ...classifier('none', 0), metrics: {} },
      classifier('random-forest', 0.7),
    ];
    expect(modelsTable(models)).toMatchInlineSnapshot(`
"MODEL          VARIANT      SPLIT       ROC AUC  ACCURACY  LOG LOSS  LIFT AT 10
random-forest  before-call  hash-80-20   0.7000     66.4%    0.5800       2.543
decision-tree  before-call  hash-80-20   0.6600     66.4%    0.5800       2.543
none           before-call  hash-80-20        -         -         -           -
"
`);
    expect(modelsTable(models, 40)).toMatchInlineSnapshot(`
"MODEL          SPLIT       ROC AUC
random-forest  hash-80-20   0.7000
decision-tree  hash-80-20   0.6600
none           hash-80-20        -
"
`);
  });

  it('leaves out single repeats, and keeps the order of models that nothing ranks', () => {
    const models = ['b', 'a'].map((model, index) => ({
      model,
      variant: null,
      split: null,
      metrics: { lift: index, lift_repeat_1: 1 },
    }));
    expect(modelsTable(models)).toMatch(/^MODEL {2}VARIANT {2}SPLIT {2}LIFT\nb .*\na /);
  });

  it('breaks long parameters into lines, as they would be given to --set', () => {
    const parameters = { horizon: 90, random_forest: `rows=30000 n_estimators=30 ${'x'.repeat(80)}`, tuned: false };
    const [first, second] = runReport({ ...succeededRun, parameters })
      .split('\n')
      .slice(4);
    expect(first).toBe('Parameters  horizon=90');
    expect(second).toMatch(/^ {12}random_forest='rows=30000 n_estimators=30 x+'$/);
  });

  it('says what failed and where to look', () => {
    const report = runReport(failedRun);
    expect(report).toContain('train: ValueError: no rows');
    expect(report).toContain('relay logs 20261112T000000Z-3f2a9c41d07b');
    expect(report).not.toContain('RMSE');
  });

  it('says why a file was rejected and what to do, without a table of steps', () => {
    const report = runReport(rejectedRun);
    expect(report).toContain('Rejected (missing-columns): raw/bad.csv has no column "sales".');
    expect(report).toContain('What to do: Name the columns.');
    expect(report).not.toContain('STEP');
  });

  it('says a fault once, where the run repeats the words of its step or of its rejection', () => {
    const message = rejectedRun.rejection?.message ?? '';
    expect(runReport({ ...rejectedRun, error: message }).split(message)).toHaveLength(2);
    const error = 'step "train" failed on attempt 3: ValueError: no rows';
    const report = runReport({ ...failedRun, error });
    expect(report.split('ValueError: no rows')).toHaveLength(2);
    expect(report).toContain('npx relay logs');
  });

  it('says of a cancelled run why, which is no error, and sends nobody to its logs', () => {
    const steps = failedRun.steps.map((one) =>
      one.step === 'train' ? { ...one, state: 'STOPPED', error: 'the run was cancelled' } : one,
    );
    const report = runReport({ ...failedRun, state: 'CANCELLED', error: 'cancelled by ana: wrong file', steps });
    expect(report).toMatch(/\nWhy: cancelled by ana: wrong file\n$/);
  });

  it('leaves out why a step was skipped: the step before it says it', () => {
    const steps = failedRun.steps.map((one) => (one.step === 'train' ? { ...one, state: 'SKIPPED' as const } : one));
    expect(runReport({ ...failedRun, steps })).not.toContain('ValueError');
  });

  it('names the checks that failed, also where the run succeeded', () => {
    const check = { name: 'all values readable', passed: false, detail: 'date: 12' };
    const steps = succeededRun.steps.map((one) => (one.step === 'clean' ? { ...one, checks: [check] } : one));
    expect(runReport({ ...succeededRun, steps })).toContain('Check failed in clean: all values readable (date: 12)');
    expect(runReport(succeededRun)).not.toContain('Check failed');
  });

  it('is readable without colour', () => {
    expect(runReport(succeededRun)).not.toContain('\u001b');
  });
});

describe('lists', () => {
  it('puts a run in a line', () => {
    expect(runsTable([succeededRun], now).split('\n')[1]).toBe(
      '20261112T000000Z-3f2a9c41d07b  SUCCEEDED  1 min 05 s  4 min ago  raw/train.csv',
    );
  });

  it('tells the pipeline of each run where there are several', () => {
    const other = { ...succeededRun, pipeline: 'returns' };
    const [head, first] = runsTable([succeededRun, other], now).split('\n');
    expect(head).toContain('PIPELINE');
    expect(first).toContain('demand-forecast');
  });

  it('names the metric of each model, for pipelines have their own', () => {
    const evaluation = { model: 'm', variant: null, split: null, pipeline: 'p', runId: 'r', evaluatedAt: '2026-11-12T00:00:00Z' };
    const metrics = [{ rmse: 8.8765, mae: 1 }, { accuracy: 0.664, area_under_roc: 0.703 }, {}];
    const [, ...lines] = evaluationsTable(
      metrics.map((one) => ({ ...evaluation, metrics: one })),
      now,
    ).split('\n');
    expect(lines.map((line) => line.slice(16, 30).trim())).toEqual(['RMSE 8.8765', 'ROC AUC 0.7030', '-', '']);
  });

  it('says so when there is nothing', () => {
    expect(runsTable([], now)).toContain('No runs');
  });

  it('shows a job that never ran', () => {
    const job = {
      name: 'relay-local-x',
      pipeline: null,
      step: null,
      status: null,
      startedOn: null,
      executionTime: null,
      runId: null,
    };
    expect(jobsTable([job], now)).toContain('never ran');
  });
});

describe('formats', () => {
  it.each([
    [0.44, '0.4 s'],
    [59.94, '59.9 s'],
    [59.96, '1 min 00 s'],
    [125, '2 min 05 s'],
    [3720, '1 h 02 min'],
  ])('%s seconds are %s', (seconds, text) => expect(duration(seconds)).toBe(text));

  it.each([
    [0, '0 B'],
    [812, '812 B'],
    [17333449, '16.5 MiB'],
  ])('%s bytes are %s', (size, text) => expect(bytes(size)).toBe(text));

  it('never tells a negative age', () => expect(moment('2026-11-12T00:06:00Z', now)).toContain('(0 s ago)'));
});

it('tells what crawls changed and gates were told, and sends nobody to the logs of a gate', () => {
  const none = { created: 0, updated: 0, deleted: 0 };
  const [clean] = succeededRun.steps;
  const of = (step: string, given: object) => ({ ...clean, step, jobRunId: null, rows: null, ...given }) as RunStep;
  const steps = [
    of('crawl', {
      kind: 'crawler',
      result: { kind: 'crawl', crawlId: 'c', tables: { ...none, created: 1 }, partitions: { ...none, updated: 3 } },
    }),
    of('again', { kind: 'crawler', result: { kind: 'crawl', crawlId: 'd', tables: none, partitions: none } }),
    of('promote', {
      kind: 'gate',
      state: 'FAILED',
      error: 'rf stays challenger',
      result: { kind: 'champion', sequence: 2, outcome: 'kept', model: 'rf', reason: 'rmse 9 is 3% worse.' },
    }),
  ];
  const report = runReport({ ...succeededRun, state: 'FAILED', steps });
  expect(report).toContain(
    'crawl: crawled, 1 table created, 3 partitions updated\nagain: crawled, nothing has changed\npromote: rf was kept: rmse 9 is 3% worse.',
  );
  expect(report).not.toContain('relay logs');
});
