import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, matchesGlob } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { pipelineResources } from '../src/deploy/glue-template';
import { loadPipeline } from '../src/deploy/load-pipeline';

const FILE = `pipeline: sales
input: { prefix: raw/, suffix: [.csv], columns: [date, sales] }
steps:
  clean-up: { job: clean.py, timeoutMinutes: 7, workers: 3 }
`;

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pipeline-'));
  folder = join(root, 'sales');
  for (const path of ['sales/jobs', 'sales/sales_lib', 'sales/tests', 'common']) mkdirSync(join(root, path), { recursive: true });
  writeFileSync(join(folder, 'pipeline.yml'), FILE);
  writeFileSync(join(folder, 'jobs/clean.py'), 'print(1)');
  for (const path of ['sales/sales_lib/__init__.py', 'sales/tests/__init__.py', 'common/__init__.py'])
    writeFileSync(join(root, path), '');
  writeFileSync(join(folder, 'sales_lib/core.py'), 'X = 1');
});
afterEach(() => rmSync(root, { recursive: true }));

const load = () => loadPipeline(folder, 'sales/pipeline.yml', 'test', 'bucket', 'arn:aws:sns:::alarms');

describe('loadPipeline', () => {
  it('names a script that is not there, by line and field', () => {
    rmSync(join(folder, 'jobs/clean.py'));
    expect(load).toThrow('sales/pipeline.yml:4:20 steps.clean-up.job: expected a script in jobs/, found no jobs/clean.py');
  });

  it('names a missing pipeline file', () => {
    rmSync(join(folder, 'pipeline.yml'));
    expect(load).toThrow('sales/pipeline.yml:1:1 (file): expected this file, found none');
  });

  it('packs the packages of the pipeline and those beside it, without tests', () => {
    const files = unzipSync(load().code.library.content);
    expect(Object.keys(files).sort()).toEqual(['common/__init__.py', 'sales_lib/__init__.py', 'sales_lib/core.py']);
    expect(strFromU8(files['sales_lib/core.py'] as Uint8Array)).toBe('X = 1');
  });

  it('gives equal content equal keys and changed content a new key and version', () => {
    const [first, again] = [load(), load()];
    expect(again.code.version).toBe(first.code.version);
    writeFileSync(join(folder, 'sales_lib/core.py'), 'X = 2');
    const changed = load();
    expect(changed.code.library.key).not.toBe(first.code.library.key);
    expect(changed.code.scripts.get('clean.py')?.key).toBe(first.code.scripts.get('clean.py')?.key);
    expect(changed.definition.version).not.toBe(first.definition.version);
  });
});

describe('pipelineResources', () => {
  const resources = () => pipelineResources(load());

  it('makes a Glue job per step that runs the uploaded script and leaves retries to the orchestrator', () => {
    const { code } = load();
    expect(resources().CleanUpJob).toMatchObject({
      Type: 'AWS::Glue::Job',
      Properties: {
        Name: 'relay-test-sales-clean-up',
        Command: { ScriptLocation: `s3://bucket/${code.scripts.get('clean.py')?.key}` },
        DefaultArguments: { '--extra-py-files': `s3://bucket/${code.library.key}` },
        GlueVersion: '5.0',
        MaxRetries: 0,
        Timeout: 7,
        NumberOfWorkers: 3,
      },
    });
  });

  it('lets jobs write nowhere but in the areas of their pipeline', () => {
    const role = resources().JobRole as {
      Properties: { Policies: [{ PolicyDocument: { Statement: Record<string, unknown>[] } }] };
    };
    const statements = role.Properties.Policies[0].PolicyDocument.Statement;
    const writes = statements.filter((statement) => JSON.stringify(statement.Action).includes('s3:PutObject'));
    const arns = writes.flatMap((statement) => statement.Resource as { 'Fn::Sub': string }[]).map((arn) => arn['Fn::Sub']);
    expect(arns.length).toBeGreaterThan(0);
    expect(arns.every((arn) => /^arn:\$\{AWS::Partition\}:s3:::bucket\/[a-z]+\/sales\/\*$/.test(arn))).toBe(true);
  });

  it("gives a job its step's Python modules, Flex and auto scaling where the file asks for them", () => {
    const asked = "pythonModules: ['a==1', 'b==2'], executionClass: FLEX, autoScaling: true";
    writeFileSync(join(folder, 'pipeline.yml'), FILE.replace('workers: 3', `workers: 3, ${asked}`));
    expect(resources().CleanUpJob).toMatchObject({
      Properties: {
        DefaultArguments: { '--additional-python-modules': 'a==1,b==2', '--enable-auto-scaling': 'true' },
        ExecutionClass: 'FLEX',
      },
    });
  });

  it('asks for none of them by default', () => {
    const { DefaultArguments, ExecutionClass } = (resources().CleanUpJob as { Properties: Record<string, object> }).Properties;
    expect(ExecutionClass).toBe('STANDARD');
    expect(Object.keys(DefaultArguments ?? {})).not.toContain('--additional-python-modules');
    expect(Object.keys(DefaultArguments ?? {})).not.toContain('--enable-auto-scaling');
  });

  it('registers tables whose partitions are found by the run id of the query', () => {
    const table =
      "tables: { sold: { path: predictions/sold, columns: { day: date }, months: { from: '2020-01', to: '2030-12' } } }\n";
    writeFileSync(join(folder, 'pipeline.yml'), table + FILE);
    expect(resources().Database).toMatchObject({ Properties: { DatabaseInput: { Name: 'relay_test_sales' } } });
    expect(resources().SoldTable).toMatchObject({
      Properties: {
        TableInput: {
          Name: 'sold',
          Parameters: {
            'projection.run_id.type': 'injected',
            'projection.month.range': '2020-01,2030-12',
            'storage.location.template': 's3://bucket/predictions/sales/run_id=' + '$' + '{run_id}/sold/month=' + '$' + '{month}',
          },
          StorageDescriptor: { Location: 's3://bucket/predictions/sales/', Columns: [{ Name: 'day', Type: 'date' }] },
        },
      },
    });
  });

  it('publishes the definition once its jobs are there', () => {
    expect(resources().Definition).toMatchObject({
      DependsOn: ['CleanUpJob'],
      Properties: { Name: '/relay/test/pipelines/sales' },
    });
  });

  it('brings a dashboard with a line for each step, and alarms by the pipeline alone', () => {
    type Made = Record<'Dashboard' | 'FailedRunsAlarm' | 'DriftAlarm', { Properties: Record<string, unknown> }>;
    const { Dashboard, FailedRunsAlarm, DriftAlarm } = resources() as unknown as Made;
    const body = JSON.parse((Dashboard.Properties.DashboardBody as { 'Fn::Sub': string })['Fn::Sub']);
    const charts: { title: string; metrics: unknown[] }[] = body.widgets.map(
      (widget: { properties: object }) => widget.properties,
    );
    expect(charts.find(({ title }) => title === 'Step duration (s)')?.metrics).toEqual([
      [
        'GlueRelay',
        'StepSeconds',
        'service',
        'metrics',
        'stage',
        'test',
        'pipeline',
        'sales',
        'step',
        'clean-up',
        { label: 'clean-up' },
      ],
    ]);
    expect(Dashboard.Properties.DashboardName).toBe('relay-test-sales');
    for (const alarm of [FailedRunsAlarm, DriftAlarm]) {
      expect(alarm.Properties).toMatchObject({ Dimensions: expect.arrayContaining([{ Name: 'pipeline', Value: 'sales' }]) });
      expect(alarm.Properties.AlarmActions).toBeUndefined();
    }
  });

  it('alarms of a budget and of missing success where the file asks for them, a budget to the topic', () => {
    expect(Object.keys(resources())).not.toEqual(expect.arrayContaining(['BudgetAlarm']));
    writeFileSync(join(folder, 'pipeline.yml'), `${FILE}budget: { dailyDollars: 3 }\nalerts: { noSuccessWithinHours: 26 }\n`);
    expect(resources().BudgetAlarm).toMatchObject({
      Properties: { AlarmName: 'relay-test-sales-budget', Threshold: 3, Period: 86_400, AlarmActions: ['arn:aws:sns:::alarms'] },
    });
    expect(resources().NoSuccessAlarm).toMatchObject({
      Properties: { MetricName: 'RunSucceeded', EvaluationPeriods: 26, TreatMissingData: 'breaching' },
    });
  });
});

describe('crawlers and gates', () => {
  const resources = () => {
    const steps = `  crawl-raw: { crawler: { path: input } }
  crawl-clean: { crawler: { path: processed/day, recrawl: new-folders }, after: [clean-up] }
  promote: { gate: champion, after: [clean-up] }
`;
    writeFileSync(join(folder, 'pipeline.yml'), `model: {}\n${FILE.replace('prefix: raw/', 'prefix: raw/sales/')}${steps}`);
    return pipelineResources(load());
  };

  it('makes a crawler of a step, over the folder of the input', () => {
    expect(resources().CrawlRawCrawler).toMatchObject({
      Type: 'AWS::Glue::Crawler',
      Properties: {
        Name: 'relay-test-sales-crawl-raw',
        DatabaseName: 'relay_test_sales',
        TablePrefix: 'raw_',
        Targets: { S3Targets: [{ Path: 's3://bucket/raw/sales/' }] },
        SchemaChangePolicy: { UpdateBehavior: 'UPDATE_IN_DATABASE', DeleteBehavior: 'LOG' },
        RecrawlPolicy: { RecrawlBehavior: 'CRAWL_EVERYTHING' },
      },
    });
  });

  it('crawls an area of all runs and leaves out every other folder of it', () => {
    const { Properties } = resources().CrawlCleanCrawler as {
      Properties: { Configuration: string; Targets: { S3Targets: [{ Path: string; Exclusions: string[] }] } };
    };
    expect(Properties).toMatchObject({
      TablePrefix: 'processed_day_',
      SchemaChangePolicy: { UpdateBehavior: 'LOG', DeleteBehavior: 'LOG' },
      RecrawlPolicy: { RecrawlBehavior: 'CRAWL_NEW_FOLDERS_ONLY' },
    });
    const [{ Path, Exclusions }] = Properties.Targets.S3Targets;
    expect(Path).toBe('s3://bucket/processed/sales/');
    const isLeftOut = (key: string) => Exclusions.some((pattern) => matchesGlob(key, pattern));
    for (const other of ['da', 'd', 'days', 'dax', 'night'])
      expect([other, isLeftOut(`run_id=1/${other}/a.parquet`)]).toEqual([other, true]);
    expect(isLeftOut('run_id=1/day/a.parquet')).toBe(false);
    expect(isLeftOut('run_id=1/day/month=1/a.parquet')).toBe(false);
    expect(isLeftOut('run_id=1/day/_SUCCESS')).toBe(true);
    expect(JSON.parse(Properties.Configuration).Grouping.TableLevelConfiguration).toBe(3);
  });

  it('lets crawlers read what they crawl and write tables of their pipeline, and nothing else', () => {
    const role = resources().CrawlerRole as {
      Properties: { Policies: [{ PolicyDocument: { Statement: { Sid: string; Action: string; Resource: unknown }[] } }] };
    };
    const [{ PolicyDocument }] = role.Properties.Policies;
    expect(PolicyDocument.Statement.map(({ Sid }) => Sid)).toEqual([
      'ReadWhatIsCrawled',
      'ListIt',
      'WriteOwnTables',
      'WriteLogs',
    ]);
    expect(JSON.stringify(PolicyDocument)).not.toContain('"*"');
    expect(JSON.stringify(PolicyDocument.Statement[2])).toContain('table/relay_test_sales/*');
  });

  it('publishes the definition once job and crawlers are there; a gate is nothing but a part of it', () => {
    expect(resources().Definition).toMatchObject({ DependsOn: ['CleanUpJob', 'CrawlRawCrawler', 'CrawlCleanCrawler'] });
    expect(resources().Database).toBeDefined();
  });
});
