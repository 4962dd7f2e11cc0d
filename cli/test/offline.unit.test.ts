import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StepDefinition } from '@glue-relay/shared/pipeline/step-definition';
import type { RunStep } from '../src/offline/run-steps';
import { runSteps } from '../src/offline/run-steps';
import { sampleOf } from '../src/offline/sample';
import { testReport } from '../src/render/test-report';

const step = (name: string, after: StepDefinition['after'] = []): StepDefinition => ({
  kind: 'glue-job',
  name,
  after,
  fanIn: 'all',
  timeoutMinutes: 1,
  retry: [],
  jobName: name,
});
const on = (name: string, condition: 'success' | 'failure' | 'always' = 'success') => ({ step: name, on: condition });
const gate = (name: string, after: StepDefinition['after']): StepDefinition => ({
  ...{ name, after, fanIn: 'all', timeoutMinutes: 1, retry: [] },
  ...{ kind: 'gate', challenger: 'fail' },
});

/** Plays the steps; those named fail. Returns the end of each, and what each that ran was told. */
const played = async (steps: readonly [StepDefinition, ...StepDefinition[]], failing: readonly string[] = []) => {
  const told: Record<string, unknown> = {};
  const run: RunStep = async ({ name }, failedSteps) => {
    told[name] = failedSteps;
    if (failing.includes(name)) return { step: name, state: 'FAILED', seconds: 1, error: `${name} broke`, log: 'x.log' };
    return { step: name, state: 'SUCCEEDED', seconds: 1 };
  };
  const ends = await runSteps({ steps: [...steps] }, run);
  return { states: Object.fromEntries(ends.map((end) => [end.step, end.state])), told, ends };
};

const chain = [step('a'), step('b', [on('a')]), step('c', [on('b')])] as const;
const caught = [...chain, step('catch', [on('b', 'failure')]), step('tidy', [on('c', 'always')])] as const;

it('runs steps in order, and a catch branch not at all where nothing fails', async () => {
  const { states } = await played([...caught]);
  expect(states).toEqual({ a: 'SUCCEEDED', b: 'SUCCEEDED', c: 'SUCCEEDED', catch: 'SKIPPED', tidy: 'SUCCEEDED' });
});

it('stops at a failure, and tells the catch branch of it', async () => {
  const { states, told } = await played([...caught], ['b']);
  expect(states).toEqual({ a: 'SUCCEEDED', b: 'FAILED', c: 'SKIPPED', catch: 'SUCCEEDED', tidy: 'SUCCEEDED' });
  expect(told).toEqual({ a: [], b: [], catch: [{ step: 'b', attempt: 1, error: 'b broke' }], tidy: [] });
});

it('leaves out what needs the cloud, and goes on after it', async () => {
  const { states, ends } = await played([step('a'), gate('approve', [on('a')]), step('b', [on('approve')])]);
  expect(states).toEqual({ a: 'SUCCEEDED', approve: 'LEFT_OUT', b: 'SUCCEEDED' });
  expect(ends[1]).toMatchObject({ reason: 'a gate needs the cloud' });
});

it('reports rows, failed checks, outputs, and the error with its log', async () => {
  const { ends } = await played([...caught], ['b']);
  const report = {
    ...{
      schemaVersion: 1 as const,
      pipeline: 'p',
      runId: 'offline',
      attempt: 1,
      variant: 'v',
      models: [],
      durations: {},
      profile: [],
    },
    ...{ step: 'a', rows: { in: 1_200, out: 1_100, quarantined: 100 }, outputs: { customers: 'file:///data/x' } },
    checks: [
      { name: 'fits', passed: false, detail: '100 rows' },
      { name: 'rows present', passed: true, detail: '' },
    ],
  };
  const steps = ends.map((end) => ({ ...end, report: end.step === 'a' ? report : null }));
  const text = testReport({ pipeline: 'p', input: 'in.csv', succeeded: false, seconds: 2, outputs: '/data', steps });
  expect(text).toMatch(/a +SUCCEEDED +1\.0 s +1,200 +1,100 +100/);
  expect(text).toContain('Check of a failed: fits (100 rows)');
  expect(text).not.toContain('rows present');
  expect(text).toMatch(/customers +file:\/\/\/data\/x/);
  expect(text).toContain('Step b failed: b broke\nWhat it printed: x.log');
  expect(text).toContain('p failed after 2.0 s. Outputs: /data');
});

it('takes the only sample of a pipeline, and asks where there is none or several', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relay-sample-'));
  try {
    expect(() => sampleOf(folder, undefined)).toThrow('There is no sample');
    mkdirSync(join(folder, 'samples'));
    writeFileSync(join(folder, 'samples', 'a.csv'), '');
    expect(sampleOf(folder, undefined)).toBe(join(folder, 'samples', 'a.csv'));
    writeFileSync(join(folder, 'samples', 'b.csv'), '');
    expect(() => sampleOf(folder, undefined)).toThrow('several files (a.csv, b.csv)');
    expect(() => sampleOf(folder, join(folder, 'none.csv'))).toThrow('There is no file');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
