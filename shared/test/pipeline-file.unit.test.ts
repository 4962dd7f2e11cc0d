import { readFileSync } from 'node:fs';
import { pipelineDefinitionSchema } from '../src/pipeline/definition';
import { definitionOf } from '../src/pipeline/deploy-definition';
import { untyped } from '../src/pipeline/input';
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
      concurrency: { maxRuns: 1, whenBusy: 'queue', queueTimeoutMinutes: 1440 },
      timeoutMinutes: 120,
      steps: [
        { name: 'clean', jobName: 'relay-test-sales-clean', after: [], retry: [], timeoutMinutes: 60, fanIn: 'all' },
        {
          name: 'train',
          after: [{ step: 'clean', on: 'success' }],
          retry: [
            { on: ['job-failure', 'timeout', 'throttling', 'platform'], maxAttempts: 2, backoffRate: 2, intervalSeconds: 1 },
          ],
        },
        { name: 'alert', after: [{ step: 'clean', on: 'failure' }] },
      ],
    });
  });

  it('deploys each step as what its kind is', () => {
    const text = `model: {}\n${VALID}  crawl: { crawler: { path: processed } }\n  promote: { gate: champion }\n  ask: { gate: { champion: wait } }\n`;
    const { pipeline, order } = parsePipelineFile(text, 'pipeline.yml');
    const { steps } = pipelineDefinitionSchema.parse(definitionOf(pipeline, order, 'test', 'v1'));
    expect(steps.slice(1, 4)).toMatchObject([
      { name: 'crawl', kind: 'crawler', crawlerName: 'relay-test-sales-crawl' },
      { name: 'promote', kind: 'gate', challenger: 'fail', retry: [] },
      { name: 'ask', kind: 'gate', challenger: 'wait', timeoutMinutes: 60 },
    ]);
  });

  it('takes columns by name or with their types, and deploys one form of both', () => {
    const inputOf = (text: string) => {
      const { pipeline, order } = parsePipelineFile(text, 'pipeline.yml');
      return pipelineDefinitionSchema.parse(definitionOf(pipeline, order, 'test', 'v1')).input;
    };
    const rest = { prefix: 'raw/', suffix: ['.csv'], maxBytes: null, batch: null, partition: null, extraColumns: 'allow' };
    expect(inputOf(VALID)).toEqual({ ...rest, columns: untyped(['date', 'sales']) });
    const typed = VALID.replace('[date, sales]', '{ date: date, sales: number }, extraColumns: refuse, maxBytes: 1000');
    expect(inputOf(typed)).toEqual({
      ...rest,
      extraColumns: 'refuse',
      maxBytes: 1000,
      columns: [
        { name: 'date', type: 'date' },
        { name: 'sales', type: 'number' },
      ],
    });
  });

  it('leaves a pipeline without champion and budget where it names none, and fills in the defaults where it does', () => {
    const deployed = (more: string) => {
      const { pipeline, order } = parsePipelineFile(VALID + more, 'pipeline.yml');
      return pipelineDefinitionSchema.parse(definitionOf(pipeline, order, 'test', 'v1'));
    };
    expect(deployed('')).toMatchObject({ model: null, budget: null, drift: { sigmas: 3, stability: { significant: 0.25 } } });
    const rules = 'model: { metric: smape }\nbudget: { dailyDollars: 5 }\ndrift: { window: 10 }\n';
    expect(deployed(rules)).toMatchObject({
      model: { metric: 'smape', higherIsBetter: false, margin: 0.01, split: null },
      budget: { dailyDollars: 5 },
      drift: { window: 10, minimumRuns: 5 },
    });
    expect(faultsOf(`${VALID}model: { margin: 2 }\n`)).toEqual([expect.stringMatching(/^pipeline.yml:9:18 model.margin: /)]);
    expect(faultsOf(`${VALID}drift: { stability: { moderate: 0.5 } }\n`)).toEqual([expect.stringContaining('moderate')]);
  });

  it.each([
    [
      'an unknown step in after',
      ['after: [clean]', 'after: [cleen]'],
      ['pipeline.yml:6:35 steps.train.after.0: expected one of clean, alert, found "cleen"'],
    ],
    [
      'a Python module without a version',
      ['{ job: clean.py }', '{ job: clean.py, pythonModules: [scikit-learn] }'],
      ['pipeline.yml:7:43 steps.clean.pythonModules.0: expected NAME==VERSION'],
    ],
    [
      'a table outside the areas of runs',
      ['steps:', 'tables: { out: { path: raw/out, columns: { day: date } } }\nsteps:'],
      ['pipeline.yml:5:24 tables.out.path: expected <area>/<folder>, a folder that every run writes'],
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
      'a step of no kind',
      ['clean: { job: clean.py }', 'clean: { after: [] }'],
      ['pipeline.yml:7:10 steps.clean: expected exactly one of job, crawler, gate, found none'],
    ],
    [
      'a step of two kinds',
      ['job: clean.py', 'job: clean.py, crawler: { path: input }'],
      ['pipeline.yml:7:36 steps.clean.crawler: expected exactly one of job, crawler, gate, found job and crawler'],
    ],
    [
      'a field of another kind',
      ['job: clean.py', 'crawler: { path: input }, workers: 4'],
      ['pipeline.yml:7:47 steps.clean.workers: unknown field'],
    ],
    [
      'a crawl of what no run writes',
      ['job: clean.py', 'crawler: { path: raw/other }'],
      [
        'pipeline.yml:7:29 steps.clean.crawler.path: expected input, or <area> or <area>/<folder> of what runs write; areas are processed, training, eda, features, models, predictions, metrics',
      ],
    ],
    [
      'a crawl of new folders of the input, where new files come into old folders',
      ['job: clean.py', 'crawler: { path: input, recrawl: new-folders }'],
      [
        'pipeline.yml:7:45 steps.clean.crawler.recrawl: expected everything: new files of the input come into folders that are known',
      ],
    ],
    [
      'a gate of something unknown',
      ['job: clean.py', 'gate: { champion: maybe }'],
      ['pipeline.yml:7:30 steps.clean.gate.champion: expected one of "fail"|"wait"'],
    ],
    [
      'a gate where nothing is decided, and one that outlives its run',
      ['job: clean.py', 'gate: champion, timeoutMinutes: 1440'],
      [
        'pipeline.yml:7:18 steps.clean.gate: expected `model` in this file: without its rule nothing is decided',
        "pipeline.yml:7:44 steps.clean.timeoutMinutes: expected at most the run's own timeoutMinutes, 120, or a longer one there",
      ],
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
      'an unknown type of a column',
      ['columns: [date, sales]', 'columns: { date: day, sales: number }'],
      ['pipeline.yml:2:57 input.columns.date: expected one of "any"|"string"|"integer"|"number"|"boolean"|"date"|"timestamp"'],
    ],
    [
      'no column at all',
      ['columns: [date, sales]', 'columns: {}'],
      ['pipeline.yml:2:49 input.columns: expected at least one column'],
    ],
    [
      'a batch of one',
      ['[date, sales] }', '[date, sales], batch: { files: 1, seconds: 60 } }'],
      ['pipeline.yml:2:80 input.batch.files: Too small: expected number to be >=2'],
    ],
    ...['date=.*', 'date=(a)(b)', 'date=(['].map((pattern): [string, [string, string], string[]] => [
      `the partition pattern ${pattern}`,
      ['[date, sales] }', `[date, sales], partition: { pattern: '${pattern}' } }`],
      [
        'pipeline.yml:2:86 input.partition.pattern: expected a regular expression with one group, such as date=(\\d{4}-\\d{2}-\\d{2})',
      ],
    ]),
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
    [
      'a deadline of no time',
      ['parameters:', 'alerts: { deadlineMinutes: 0 }\nparameters:'],
      ['pipeline.yml:3:28 alerts.deadlineMinutes: Too small: expected number to be >=1'],
    ],
    [
      'an unknown alert',
      ['parameters:', 'alerts: { noSuccessWithinDays: 1 }\nparameters:'],
      ['pipeline.yml:3:32 alerts.noSuccessWithinDays: unknown field'],
    ],
    [
      'an unknown policy',
      ['parameters:', 'concurrency: { whenBusy: wait }\nparameters:'],
      ['pipeline.yml:3:26 concurrency.whenBusy: expected one of "queue"|"skip"|"cancel-running"|"latest-only"'],
    ],
    [
      'a bad rule in a list of them',
      ['{ maxAttempts: 2 }', '[{ on: [data], maxAttempts: 1 }, { on: [all] }]'],
      ['pipeline.yml:6:90 steps.train.retry.1.on.0: expected one of "job-failure"|"data"|"timeout"|"throttling"|"platform"'],
    ],
    [
      'an unknown field of a retry',
      ['maxAttempts: 2', 'maxAttempt: 2'],
      ['pipeline.yml:6:64 steps.train.retry.maxAttempt: unknown field'],
    ],
    [
      'an empty list of rules',
      ['{ maxAttempts: 2 }', '[]'],
      ['pipeline.yml:6:50 steps.train.retry: Too small: expected array to have >=1 items'],
    ],
  ])('refuses %s with line, field and what was expected', (_what, [from, to], faults) => {
    expect(faultsOf(VALID.replace(from as string, to as string))).toEqual(faults);
  });

  it('reads a list of retry rules in the order written', () => {
    const rules = 'retry: [{ on: [data], maxAttempts: 1 }, { on: [platform], intervalSeconds: 5 }]';
    const { pipeline } = parsePipelineFile(VALID.replace('retry: { maxAttempts: 2 }', rules), 'pipeline.yml');
    expect(pipeline.steps.train).toMatchObject({
      retry: [
        { on: ['data'], maxAttempts: 1, intervalSeconds: 1 },
        { on: ['platform'], maxAttempts: 3, intervalSeconds: 5 },
      ],
    });
  });

  it.each([
    ['', { deadlineMinutes: null, noSuccessWithinHours: null }],
    ['alerts: { noSuccessWithinHours: 26 }', { deadlineMinutes: null, noSuccessWithinHours: 26 }],
    ['alerts: { deadlineMinutes: 90, noSuccessWithinHours: 26 }', { deadlineMinutes: 90, noSuccessWithinHours: 26 }],
  ])('leaves of %j the alerts that are asked for', (line, alerts) => {
    const { pipeline, order } = parsePipelineFile(`${VALID}${line}\n`, 'pipeline.yml');
    expect(pipelineDefinitionSchema.parse(definitionOf(pipeline, order, 'test', 'v1')).alerts).toEqual(alerts);
  });

  it('names line and column of broken YAML', () => {
    expect(faultsOf(VALID.replace('[date, sales]', '[date, sales'))[0]).toMatch(/^pipeline\.yml:\d+:\d+ \(yaml\): /);
  });

  it.each(['', '[]', 'just text', 'pipeline: sales'])('refuses %j without crashing', (text) => {
    expect(faultsOf(text).length).toBeGreaterThan(0);
  });

  it('accepts the pipeline of this repository', () => {
    const text = readFileSync('glue/demand-forecast/pipeline.yml', 'utf8');
    expect(parsePipelineFile(text, 'pipeline.yml').order).toEqual(['clean', 'explore', 'features', 'train', 'forecast']);
  });
});
