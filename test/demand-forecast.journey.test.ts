import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { DisableRuleCommand, EnableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { outputPrefixOf } from '@glue-relay/shared/pipeline/names';
import { acceptedNoOp, engineCloud } from '../bench/support/engine-cloud';
import { deployOneStep } from '../bench/support/one-step-pipeline';
import { seeRun } from '../services/status/test/page/real-page';
import { eventually } from './support/eventually';
import { wipeReadModel } from './support/read-model';
import type { TestRelay } from './support/relay';
import { sayCreatedAgain } from './support/repeated-event';
import { sharedRelay } from './support/shared-relay';

interface Step {
  step: string;
  state: string;
  attempts: number;
  start: string;
  end: string;
  seconds: number;
  jobRunId: string;
  error: string | null;
  rows: { in: number; out: number } | null;
}
interface RunDocument {
  runId: string;
  bucket: string;
  key: string;
  versionId: string;
  state: string;
  error: string | null;
  rejection: { reason: string; message: string; remedy: string } | null;
  parameters: Record<string, unknown>;
  steps: Step[];
  rows: { in: number; out: number; quarantined: number };
  models: { model: string; split: string; metrics: Record<string, number> }[];
}

/** 2 stores x 3 items, 2 years of days. */
const SERIES = 2 * 3;
const ROWS = SERIES * 731;
const HORIZON = 60;
const STEPS = ['clean', 'explore', 'features', 'train', 'forecast'];
const HEADER = 'date,store,item,sales\n';

let cloud: TestRelay;
const file = (name: string, content?: string | Buffer): string => {
  const path = join(cloud.folder, name);
  if (content !== undefined) writeFileSync(path, content);
  return path;
};
const drop = (path: string, ...options: string[]) => cloud.json<RunDocument>('drop', path, '--wait', ...options);

beforeAll(() => {
  cloud = sharedRelay();
});
afterAll(() => cloud.close());

describe('a file that is not fit to run', () => {
  it.each([
    ['is no CSV', 'photo.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), [], 'not-csv', 'PNG'],
    ['is empty', 'empty.csv', '', [], 'empty-file', 'empty'],
    ['has no data row', 'header.csv', HEADER, [], 'no-data-rows', 'header'],
    ['lacks a column', 'lacking.csv', 'date,store,item,Sale\n2017-01-01,1,1,5\n', [], 'missing-columns', 'sales'],
    [
      'lies under another prefix',
      'astray.csv',
      `${HEADER}2017-01-01,1,1,5\n`,
      ['--key', 'incoming/astray.csv'],
      'outside-raw',
      'raw/',
    ],
  ])(
    'is rejected with the reason when it %s',
    async (_why, name, content, options, reason, says) => {
      const { code, document } = await drop(file(name as string, content as string), ...(options as string[]));
      expect(code).toBe(1);
      expect(document).toMatchObject({ state: 'REJECTED', steps: [], rejection: { reason } });
      expect(document.rejection?.message).toContain(says);
      expect(document.rejection?.remedy).not.toBe('');
      expect((await cloud.json<RunDocument>('run', document.runId)).document.rejection?.reason).toBe(reason);
    },
    30_000,
  );

  it('is not even stored where the command can tell that its run parameters would be refused', async () => {
    const key = 'raw/parameter.csv';
    const dropped = file('parameter.csv', `${HEADER}2017-01-01,1,1,5\n`);
    const { code, document } = await cloud.json<unknown>('drop', dropped, '--key', key, '--set', 'tuned=perhaps');
    expect(code).toBe(1);
    expect(document).toMatchObject({ error: { message: expect.stringContaining('expects true or false, found "perhaps"') } });
    expect((await cloud.relay('dataset', key)).code).toBe(1);
  }, 30_000);
});

describe('an event of Glue that is lost', () => {
  it('costs half a minute: the sweep asks Glue', async () => {
    await deployOneStep(cloud, 'event-lost');
    const events = new EventBridgeClient(cloud.client);
    await events.send(new DisableRuleCommand({ Name: 'relay-local-orchestrator-glue-job' }));
    const { accept, ended } = engineCloud(cloud);
    const lost = acceptedNoOp('lost', 'event-lost');
    await accept([lost]);
    const [run] = await ended([lost.runId], 90_000, () => new Promise((resolve) => setTimeout(resolve, 250)));
    await events.send(new EnableRuleCommand({ Name: 'relay-local-orchestrator-glue-job' }));
    expect(run?.status.state).toBe('SUCCEEDED');
  }, 120_000);
});

describe('a job that raises', () => {
  it("fails the run with the script's own message and starts no further step", async () => {
    const nothingSold = file('nothing.csv', `${HEADER}2017-01-01,1,1,\n2017-01-02,1,1,\n`);
    const { code, document } = await drop(nothingSold);
    expect(code).toBe(1);
    expect(document.state).toBe('FAILED');
    expect(document.error).toMatch(/clean.*sales/s);
    expect(document.steps.map(({ step, state }) => [step, state])).toEqual([
      ['clean', 'FAILED'],
      ['explore', 'SKIPPED'],
      ['features', 'SKIPPED'],
      ['train', 'SKIPPED'],
      ['forecast', 'SKIPPED'],
    ]);
    const { stdout } = await cloud.relay('logs', document.runId, 'clean');
    expect(stdout).toContain('Traceback');
  }, 90_000);
});

describe('a good file, dropped under a key that needs care', () => {
  const KEY = 'raw/données 100% +1 (b).csv';
  let run: RunDocument;

  beforeAll(async () => {
    const sales = file('sales.csv');
    await cloud.generateSales(sales, '--stores', '2', '--items', '3', '--start', '2016-01-01', '--end', '2017-12-31');
    const { code, document } = await drop(sales, '--key', KEY, '--set', `horizon=${HORIZON}`);
    run = document;
    expect({ code, state: run.state, error: run.error }).toEqual({ code: 0, state: 'SUCCEEDED', error: null });
  }, 180_000);

  it('went through five Glue jobs, explore and features side by side', () => {
    expect(run.steps.map(({ step }) => step)).toEqual(STEPS);
    for (const step of run.steps) {
      expect(step).toMatchObject({ state: 'SUCCEEDED', attempts: 1, error: null, rows: { in: ROWS } });
      expect(step.jobRunId).toMatch(/^jr_[0-9a-f]{64}$/);
      expect(Date.parse(step.end)).toBeGreaterThan(Date.parse(step.start));
    }
    const [clean, explore, features, train, forecast] = run.steps as [Step, Step, Step, Step, Step];
    expect(Date.parse(explore.start)).toBeGreaterThanOrEqual(Date.parse(clean.end));
    expect(Date.parse(explore.start)).toBeLessThan(Date.parse(features.end));
    expect(Date.parse(features.start)).toBeLessThan(Date.parse(explore.end));
    expect(Date.parse(train.start)).toBeGreaterThanOrEqual(Date.parse(features.end));
    expect(Date.parse(forecast.start)).toBeGreaterThanOrEqual(Date.parse(train.end));
  });

  it('tells rows, parameters and the error of each model', () => {
    expect(run.rows).toEqual({ in: ROWS, out: ROWS, quarantined: 0 });
    expect(run.parameters).toMatchObject({ variant: 'forecast', horizon: HORIZON, origins: 3 });
    expect(run.models.map(({ model }) => model)).toEqual(
      expect.arrayContaining(['seasonal-naive-364', 'poisson-glm', 'ensemble']),
    );
    for (const { split, metrics } of run.models) {
      expect(split).toBe(`rolling-origin-3x${HORIZON}`);
      expect(metrics.rmse).toBeGreaterThan(1);
      expect(metrics.rmse).toBeLessThan(30);
    }
    const best = Math.min(...run.models.map(({ metrics }) => metrics.rmse ?? Number.NaN));
    expect(best).toBeLessThan(0.8 * (run.models.find(({ model }) => model === 'seasonal-naive-364')?.metrics.rmse ?? Number.NaN));
  });

  it('left its outputs where they can be listed and downloaded', async () => {
    const folder = file('outputs');
    const { code, document } = await cloud.json<{ outputs: string[] | { uri: string }[] }>(
      'outputs',
      run.runId,
      '--download',
      folder,
    );
    expect(code).toBe(0);
    const uris = document.outputs.map((output) => (typeof output === 'string' ? output : output.uri));
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files).toHaveLength(uris.length);
    for (const area of ['processed', 'training', 'eda', 'features', 'models', 'predictions', 'metrics']) {
      expect(uris.some((uri) => uri.startsWith(`s3://${run.bucket}/${outputPrefixOf(area, 'demand-forecast', run.runId)}`))).toBe(
        true,
      );
    }
    const forecast = join(folder, outputPrefixOf('predictions', 'demand-forecast', run.runId), 'forecast.csv');
    const [head, ...days] = readFileSync(forecast, 'utf8').trimEnd().split('\n');
    expect(head).toBe('date,store,item,mean,p10,p50,p90');
    expect(days).toHaveLength(SERIES * HORIZON);
    const training = (name: string) => join(folder, outputPrefixOf('training', 'demand-forecast', run.runId), name);
    const lines = ['train.csv', 'test.csv'].map((name) => readFileSync(training(name), 'utf8').trimEnd().split('\n'));
    expect(lines.map(([header]) => header)).toEqual(Array(2).fill('date,store,item,sales,sales_scaled_value'));
    expect(lines.reduce((sum, { length }) => sum + length - 1, 0)).toBe(ROWS);
    expect(statSync(training('train.csv')).size).toBeGreaterThan(statSync(training('test.csv')).size);
  }, 60_000);

  it('moved the pointer to the latest run', async () => {
    const s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
    const pointer = await s3.send(new GetObjectCommand({ Bucket: run.bucket, Key: 'runs/demand-forecast/latest.json' }));
    expect(JSON.parse((await pointer.Body?.transformToString()) ?? '')).toMatchObject({ runId: run.runId });
  });

  it('is one run however often S3 says that it came', async () => {
    await sayCreatedAgain(cloud, { ...run, key: KEY }, 3);
    // A rejected drop behind them shows that ingest has been through them all.
    await drop(file('behind.csv', ''));
    const { document } = await cloud.json<{ runs: { runId: string; state: string; dataset: { key: string } }[] }>('runs');
    expect(document.runs.filter(({ dataset }) => dataset.key === KEY)).toMatchObject([{ runId: run.runId, state: 'SUCCEEDED' }]);
  }, 30_000);

  it('shows in the lists of jobs and models', async () => {
    const jobs = await cloud.json<{ jobs: { name: string; status: string; startedOn: string; executionTime: number }[] }>('jobs');
    const ofPipeline = jobs.document.jobs.filter(({ name }) => name.startsWith('relay-local-demand-forecast-'));
    expect(ofPipeline.map(({ name, status }) => [name, status])).toEqual(
      [...STEPS].sort().map((step) => [`relay-local-demand-forecast-${step}`, 'SUCCEEDED']),
    );
    for (const { startedOn, executionTime } of ofPipeline) {
      expect(Date.parse(startedOn)).not.toBeNaN();
      expect(executionTime).toBeGreaterThanOrEqual(0);
    }
    const { document } = await cloud.json<{ models: { model: string; split: string; runId: string }[] }>('models');
    const ofSplit = document.models.filter(({ split }) => split === run.models[0]?.split);
    expect(ofSplit).toHaveLength(run.models.length);
    expect(ofSplit.every(({ runId }) => runId === run.runId)).toBe(true);
  });

  it('is told the same by a read model that was wiped and rebuilt while it served', async () => {
    // Of what the cloud's other journeys ran they tell themselves.
    const own = (what: 'pipelines' | 'jobs') => async (): Promise<unknown> => {
      const { document } = await cloud.json<Record<string, { pipeline: string }[]>>(what);
      return document[what]?.filter(({ pipeline }) => ['demand-forecast', 'event-lost'].includes(pipeline));
    };
    const ask =
      (...question: string[]) =>
      async (): Promise<unknown> =>
        (await cloud.json<object>(...question)).document;
    const questions = [
      ask('run', run.runId),
      ask('runs', '--pipeline', 'event-lost'),
      own('pipelines'),
      own('jobs'),
      ask('models'),
      ask('costs'),
      ask('dataset', KEY),
    ];
    const before = await Promise.all(questions.map(async (asked) => ({ asked, answer: await asked() })));
    expect(before.slice(2, 4).map(({ answer }) => answer)).toMatchObject([{ length: 2 }, { length: STEPS.length + 1 }]);
    await wipeReadModel(cloud);
    expect((await cloud.relay('run', run.runId)).code).toBe(1);
    expect((await cloud.relay('status', 'rebuild')).code).toBe(0);
    for (const { asked, answer } of before) await eventually(asked, (seen) => isDeepStrictEqual(seen, answer), 60_000);
  }, 180_000);

  it('shows on the page, which runs under its strict policy', async () => {
    const { document: page } = await cloud.json<{ url: string }>('page');
    const { heading, timeline, text, faults } = await seeRun(page.url, run.runId, [
      '#/',
      '#/models',
      '#/costs',
      '#/health',
      `#/datasets/${encodeURIComponent(KEY)}`,
    ]);
    expect(faults).toEqual([]);
    expect(heading).toBe(KEY);
    expect(timeline).toMatch(/clean: .*attempt 1 succeeded.* train: .*attempt 1 succeeded/);
    for (const words of [
      'Succeeded',
      'linear-regression',
      'random-forest',
      'the file arrived',
      'Read model',
      `Version ${run.versionId}`,
    ])
      expect(text).toContain(words);
  }, 90_000);
});
