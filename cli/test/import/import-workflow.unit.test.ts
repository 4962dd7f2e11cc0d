import { parsePipelineFile } from '@glue-relay/shared/pipeline/parse-file';
import type { GlueExport } from '../../src/import/export-schema';
import { importWorkflow } from '../../src/import/import-workflow';
import { after, ended, exported, job, onDemand } from './glue-export';

/** What the pipeline parser reads in the text that was written: steps as `name <- before:on`, and the notes. */
const read = (given: GlueExport) => {
  const imported = importWorkflow(given, null);
  const { pipeline } = parsePipelineFile(imported.text, 'pipeline.yml');
  const graph = Object.entries(pipeline.steps).map(([name, { after: before, fanIn }]) => {
    const waits = before.map((one) => (typeof one === 'string' ? one : `${one.step}:${one.on}`));
    return waits.length === 0 ? name : `${name} <- ${waits.join(fanIn === 'any' ? ' | ' : ' & ')}`;
  });
  return { pipeline, graph, notes: imported.notes.map(({ about, text }) => `${about ?? '*'}: ${text}`), text: imported.text };
};

const crawler = { Name: 'to-crawl', WorkflowName: 'nightly', Type: 'CONDITIONAL', Actions: [{ CrawlerName: 'crawl' }] };

describe('the graph of a workflow', () => {
  it.each([
    ['a chain', [onDemand('a'), after('b', [ended('a')]), after('c', [ended('b')])], ['a', 'b <- a', 'c <- b']],
    [
      'jobs side by side, and one after both',
      [onDemand('a', 'b'), after('c', [ended('a'), ended('b')])],
      ['a', 'b', 'c <- a & b'],
    ],
    ['one after any', [onDemand('a', 'b'), after('c', [ended('a'), ended('b')], 'ANY')], ['a', 'b', 'c <- a | b']],
    [
      'several FAILED',
      [onDemand('a', 'b'), after('c', [ended('a', 'FAILED'), ended('b', 'FAILED')], 'ANY')],
      ['a', 'b', 'c <- a:failure | b:failure'],
    ],
    [
      'any of mixed states',
      [onDemand('a', 'b'), after('c', [ended('a'), ended('b', 'TIMEOUT')], 'ANY')],
      ['a', 'b', 'c <- a | b:failure'],
    ],
    ['any end of one job', [onDemand('a'), after('c', [ended('a'), ended('a', 'FAILED')], 'ANY')], ['a', 'c <- a:always']],
    ['triggers in another order', [after('c', [ended('b')]), after('b', [ended('a')]), onDemand('a')], ['a', 'b <- a', 'c <- b']],
    [
      'a crawler between',
      [
        onDemand('a'),
        { ...crawler, Predicate: { Conditions: [ended('a')] } },
        after('b', [{ CrawlerName: 'crawl', CrawlState: 'SUCCEEDED' }]),
      ],
      ['a', 'crawl <- a', 'b <- crawl'],
    ],
    [
      'a job under two triggers',
      [onDemand('a', 'b'), after('c', [ended('a')]), after('c', [ended('b', 'FAILED')])],
      ['a', 'b', 'c <- a', 'c-2 <- b:failure'],
    ],
    [
      'a job that follows itself, once',
      [onDemand('a'), after('b', [ended('a')]), after('a', [ended('b')])],
      ['a', 'b <- a', 'a-2 <- b'],
    ],
    [
      'a loop that something else enters',
      [onDemand('a'), after('b', [ended('a'), ended('c')], 'ANY'), after('c', [ended('b')])],
      ['a', 'b <- a', 'c <- b'],
    ],
    [
      'two triggers that begin it',
      [
        onDemand('a'),
        { ...onDemand('a', 'b'), Name: 'daily', Type: 'SCHEDULED', Schedule: 'cron(0 6 * * ? *)', State: 'ACTIVATED' },
      ],
      ['a', 'b'],
    ],
  ])('%s', (_, triggers, graph) => {
    expect(read(exported(triggers)).graph.sort()).toEqual([...graph].sort());
  });

  it.each([
    [
      'a trigger that is not activated',
      [onDemand('a'), after('b', [ended('a')], 'AND', { State: 'DEACTIVATED' })],
      '*: trigger to-b is DEACTIVATED, so that b never starts: left out',
    ],
    [
      'what waits for a job that nobody starts',
      [onDemand('a'), after('b', [ended('a'), ended('z')])],
      '*: b under trigger to-b is left out: nothing that starts runs z',
    ],
    [
      'a loop that nothing enters',
      [onDemand('a'), after('b', [ended('c')]), after('c', [ended('b')])],
      '*: b under trigger to-b is left out: nothing that starts runs c',
    ],
    [
      'two ends of a job at once',
      [onDemand('a'), after('b', [ended('a'), ended('a', 'FAILED')])],
      '*: b under trigger to-b is left out: it waits for two ends of one job at once',
    ],
  ])('leaves out %s, and says so', (_, triggers, note) => {
    const { graph, notes } = read(exported(triggers));
    expect(graph).toEqual(['a']);
    expect(notes).toContain(note);
  });

  it('leaves a condition out that cannot be met where another can', () => {
    const { graph, notes } = read(exported([onDemand('a'), after('b', [ended('a'), ended('z')], 'ANY')]));
    expect(graph).toEqual(['a', 'b <- a']);
    expect(notes).toContain('b: nothing that starts runs z: this condition is left out');
  });

  it('takes the triggers from the graph where they are not listed', () => {
    const Nodes = [{ TriggerDetails: { Trigger: onDemand('a') } }, { JobDetails: {} }];
    expect(read(exported([], { Workflow: { Name: 'nightly', Graph: { Nodes } } })).graph).toEqual(['a']);
  });

  it("leaves other workflows' triggers alone", () => {
    expect(read(exported([onDemand('a'), { ...onDemand('b'), WorkflowName: 'weekly' }])).graph).toEqual(['a']);
  });
});

describe('the jobs of a workflow', () => {
  it('keep their settings where a step has them', () => {
    const DefaultArguments = {
      '--additional-python-modules': 'polars==1.2.0, requests',
      '--enable-auto-scaling': 'true',
      '--days': '7',
    };
    const Jobs = [
      job('a', { NumberOfWorkers: 10, WorkerType: 'G.2X', Timeout: 30, MaxRetries: 2, ExecutionClass: 'FLEX', DefaultArguments }),
    ];
    const { pipeline, notes } = read(exported([onDemand('a')], { Jobs }));
    expect(pipeline.steps.a).toMatchObject({
      job: 'a.py',
      workers: 10,
      workerType: 'G.2X',
      executionClass: 'FLEX',
      autoScaling: true,
      pythonModules: ['polars==1.2.0'],
      timeoutMinutes: 30,
      retry: [{ maxAttempts: 2 }],
    });
    expect(pipeline.parameters).toMatchObject({ days: { type: 'string', default: '7' } });
    expect(notes).toContain('a: Python modules without a version are left out: requests');
  });

  it.each([
    ['of another type', { Command: { Name: 'pythonshell' } }, 'the job is of type pythonshell'],
    ['on another worker type', { WorkerType: 'Z.2X' }, 'worker type Z.2X is not taken here'],
    ['of another version of Glue', { GlueVersion: '3.0' }, 'the job runs on Glue 3.0, here on 5.0'],
    [
      'with a secret',
      { DefaultArguments: { '--db_password': 'p' } },
      'argument db_password of a is left out: it looks like a secret',
    ],
    [
      'with an argument of ours',
      { DefaultArguments: { '--input': 's3://x' } },
      'argument input of a is left out: jobs get one of this name',
    ],
    [
      'with an argument in capitals',
      { DefaultArguments: { '--Days': '7' } },
      'argument Days of a is left out: parameters have lower-case',
    ],
  ])('%s are noted', (_, settings, note) => {
    const { notes, text } = read(exported([onDemand('a')], { Jobs: [job('a', settings)] }));
    expect(notes.join('\n')).toContain(note);
    expect(text).not.toContain('default: p\n');
  });

  it('that are not in the export are told, and so are crawlers', () => {
    const { notes } = read(exported([onDemand('z'), { ...crawler, Predicate: { Conditions: [ended('z')] } }], { Crawlers: [] }));
    expect(notes).toContain("z: job z is not in the export: its settings are Glue Relay's own");
    expect(notes).toContain('crawl: crawler crawl is not in the export: name what it crawls in crawler.path');
  });

  it('have names that a step may have, each its own', () => {
    const names = ['Nightly_ETL (1)', '9 lives', 'nightly-etl-1', 'x'.repeat(60), `${'x'.repeat(60)}y`];
    const { graph } = read(exported([onDemand(...names)]));
    expect(graph).toEqual(['nightly-etl-1', 'n-9-lives', 'nightly-etl-1-2', 'x'.repeat(32), `${'x'.repeat(30)}-2`]);
  });
});

describe('how a workflow begins', () => {
  const scheduled = (more: object) => ({ ...onDemand('a'), Type: 'SCHEDULED', State: 'ACTIVATED', ...more });

  it('becomes a schedule, enabled as the trigger was', () => {
    expect(read(exported([scheduled({ Schedule: 'cron(0 6 * * ? *)' })])).pipeline.schedule).toMatchObject({
      at: 'cron(0 6 * * ? *)',
      timeZone: 'UTC',
      input: 'none',
      enabled: true,
    });
    const off = read(exported([scheduled({ Schedule: 'cron(0 6 * * ? *)', State: 'DEACTIVATED' })]));
    expect(off.pipeline.schedule).toMatchObject({ enabled: false });
  });

  it.each([
    [
      'a second schedule',
      [scheduled({ Schedule: 'cron(0 6 * * ? *)' }), scheduled({ Name: 'noon', Schedule: 'cron(0 12 * * ? *)' })],
      'trigger noon (cron(0 12 * * ? *)) is left out: a pipeline has one schedule',
    ],
    ['a schedule that cannot be read', [scheduled({ Schedule: 'every day' })], 'cannot be read: write `schedule` by hand'],
    [
      'events',
      [{ ...onDemand('a'), Type: 'EVENT', EventBatchingCondition: { BatchSize: 200 } }],
      'a batch has 100 files at most, not 200',
    ],
  ])('notes %s', (_, triggers, note) => {
    expect(read(exported(triggers)).notes.join('\n')).toContain(note);
  });

  it('becomes a batch where it waits for several events', () => {
    const batching = { ...onDemand('a'), Type: 'EVENT', EventBatchingCondition: { BatchSize: 5, BatchWindow: 60 } };
    expect(read(exported([batching])).pipeline.input.batch).toEqual({ files: 5, seconds: 60 });
  });
});

it('puts each note where it belongs in the file', () => {
  const { text } = read(
    exported([onDemand('a'), after('b', [ended('a', 'FAILED')])], { Jobs: [job('a', { GlueVersion: '4.0' })] }),
  );
  expect(text).toMatchSnapshot();
});
