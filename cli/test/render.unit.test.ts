import { bytes, duration, moment } from '../src/render/format';
import { jobsTable, runsTable } from '../src/render/lists';
import { runReport } from '../src/render/run-report';
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
