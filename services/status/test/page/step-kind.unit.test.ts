import { troubleOf } from '../../page/src/model/remedy';
import { originOf, resultOf, runsOf } from '../../page/src/model/step-kind';
import { failed } from './story';

const NONE = { created: 0, updated: 0, deleted: 0 };

describe('a step of a pipeline', () => {
  it('names its kind where it is no job, and what comes before it', () => {
    expect(originOf({ kind: 'glue-job', after: [] })).toBe('');
    expect(originOf({ kind: 'glue-job', after: ['clean', 'explore'] })).toBe('after clean, explore');
    expect(originOf({ kind: 'crawler', after: ['clean'] })).toBe('crawler, after clean');
  });

  it('tells what it runs', () => {
    const common = { name: 'next', after: [], fanIn: 'all' as const, timeoutMinutes: 60, retry: [] };
    expect(runsOf({ ...common, kind: 'glue-job', jobName: 'relay-prod-sales-next' })).toBe('relay-prod-sales-next');
    expect(runsOf({ ...common, kind: 'crawler', crawlerName: 'relay-prod-sales-next' })).toBe('relay-prod-sales-next');
  });
});

describe('what an attempt came to', () => {
  it('is what a crawl changed', () => {
    const tables = { created: 1, updated: 2, deleted: 0 };
    expect(resultOf({ kind: 'crawl', crawlId: 'c', tables, partitions: NONE })).toBe(
      'Tables: 1 created, 2 updated. Partitions: no change.',
    );
  });

  it('is the decision of a gate', () => {
    const decision = { sequence: 2, outcome: 'rolled-back', model: 'poisson-glm', reason: 'rmse 9 is worse.' };
    expect(resultOf({ kind: 'champion', ...decision })).toBe('Rolled-back: poisson-glm. rmse 9 is worse.');
  });

  it('is nothing of a job', () => expect(resultOf(null)).toBeNull());
});

it.each(['crawler', 'gate'] as const)('what to do about a failed %s names no log, for it has none', (kind) => {
  const steps = failed.steps.map((step) => ({ ...step, kind, jobName: null, logs: null }));
  const trouble = troubleOf({ ...failed, steps });
  expect(trouble?.commands).toEqual([`npx relay redrive ${failed.runId} --from clean --wait`]);
  expect(trouble?.remedy).not.toContain('printed');
});
