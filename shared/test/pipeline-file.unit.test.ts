import { readFileSync } from 'node:fs';
import { pipelineDefinitionSchema } from '../src/pipeline/definition';
import { definitionOf } from '../src/pipeline/deploy-definition';
import { PipelineFileError, parsePipelineFile } from '../src/pipeline/parse-file';

const VALID = `pipeline: sales
input: { prefix: raw/, suffix: [.csv], columns: [date, sales] }
parameters:
  tuned: { type: boolean, default: false, description: Train more. }
steps:
  train: { job: train.py, after: [clean], retry: { maxAttempts: 2 } }
  clean: { job: clean.py }
  alert: { job: alert.py, after: [{ step: clean, on: failure }] }
`;

const faultsOf = (text: string) => {
  try {
    parsePipelineFile(text, 'pipeline.yml');
  } catch (error) {
    if (error instanceof PipelineFileError) return error.message.split('\n');
    throw error;
  }
  return [];
};

describe('parsePipelineFile', () => {
  it('orders the steps so that each stands after those it waits for', () => {
    expect(parsePipelineFile(VALID, 'pipeline.yml').order).toEqual(['clean', 'train', 'alert']);
  });

  it('fills in the defaults of concurrency, timeouts and retries', () => {
    const { pipeline, order } = parsePipelineFile(VALID, 'pipeline.yml');
    const definition = pipelineDefinitionSchema.parse(definitionOf(pipeline, order, 'test', 'v1'));
    expect(definition).toMatchObject({
      concurrency: { maxRuns: 1, whenBusy: 'queue' },
      timeoutMinutes: 120,
      steps: [
        { name: 'clean', jobName: 'relay-test-sales-clean', after: [], retry: null, timeoutMinutes: 60, fanIn: 'all' },
        {
          name: 'train',
          after: [{ step: 'clean', on: 'success' }],
          retry: { maxAttempts: 2, backoffRate: 2, intervalSeconds: 1 },
        },
        { name: 'alert', after: [{ step: 'clean', on: 'failure' }] },
      ],
    });
  });

  it.each([
    [
      'an unknown step in after',
      ['after: [clean]', 'after: [cleen]'],
      ['pipeline.yml:6:35 steps.train.after.0: expected one of clean, alert, found "cleen"'],
    ],
    [
      'a step after itself',
      ['after: [clean]', 'after: [train]'],
      ['pipeline.yml:6:34 steps.train.after: expected no cycle, found train -> train'],
    ],
    [
      'a repeated step in after',
      ['after: [clean]', 'after: [clean, clean]'],
      ['pipeline.yml:6:42 steps.train.after.1: expected each step once, found "clean" again'],
    ],
    [
      'a cycle',
      ['clean: { job: clean.py }', 'clean: { job: clean.py, after: [train] }'],
      ['pipeline.yml:6:34 steps.train.after: expected no cycle, found train -> clean -> train'],
    ],
    [
      'an unknown field',
      ['job: clean.py', 'job: clean.py, wrokers: 4'],
      ['pipeline.yml:7:36 steps.clean.wrokers: unknown field'],
    ],
    [
      'too many workers',
      ['job: clean.py', 'job: clean.py, workers: 900'],
      ['pipeline.yml:7:36 steps.clean.workers: Too big: expected number to be <=299'],
    ],
    [
      'a script outside jobs/',
      ['job: clean.py', 'job: ../clean.py'],
      ['pipeline.yml:7:17 steps.clean.job: expected a file name in jobs/ that ends in .py'],
    ],
    [
      'a prefix outside raw/',
      ['prefix: raw/', 'prefix: in/'],
      ['pipeline.yml:2:18 input.prefix: expected a prefix that begins with raw/'],
    ],
    [
      'a missing field',
      ['columns: [date, sales]', 'colums: [date, sales]'],
      ['pipeline.yml:2:8 input.columns: expected array, received undefined', 'pipeline.yml:2:48 input.colums: unknown field'],
    ],
    [
      'a default of another type',
      ['default: false', 'default: 1'],
      ['pipeline.yml:4:36 parameters.tuned.default: expected a boolean, found 1'],
    ],
    [
      'a parameter named like a job argument',
      ['  tuned:', '  relay_step:'],
      ['pipeline.yml:4:15 parameters.relay_step: expected another name: jobs get an argument of this name from the platform'],
    ],
    [
      'a bad retry',
      ['maxAttempts: 2', 'maxAttempts: -1'],
      ['pipeline.yml:6:65 steps.train.retry.maxAttempts: Too small: expected number to be >=0'],
    ],
  ])('refuses %s with line, field and what was expected', (_what, [from, to], faults) => {
    expect(faultsOf(VALID.replace(from as string, to as string))).toEqual(faults);
  });

  it('names line and column of broken YAML', () => {
    expect(faultsOf(VALID.replace('[date, sales]', '[date, sales'))[0]).toMatch(/^pipeline\.yml:\d+:\d+ \(yaml\): /);
  });

  it.each(['', '[]', 'just text', 'pipeline: sales'])('refuses %j without crashing', (text) => {
    expect(faultsOf(text).length).toBeGreaterThan(0);
  });

  it('accepts the pipeline of this repository', () => {
    const text = readFileSync('glue/demand-forecast/pipeline.yml', 'utf8');
    expect(parsePipelineFile(text, 'pipeline.yml').order).toEqual(['clean', 'explore', 'features', 'train']);
  });
});
