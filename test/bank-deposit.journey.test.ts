import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetPartitionsCommand, GetTablesCommand, GlueClient } from '@aws-sdk/client-glue';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { championParameterOf, databaseNameOf } from '@glue-relay/shared/pipeline/names';
import { eventually } from './support/eventually';
import type { TestRelay } from './support/relay';
import { sharedRelay } from './support/shared-relay';

interface RunDocument {
  readonly runId: string;
  readonly bucket: string;
  readonly state: string;
  readonly error: string | null;
  readonly rejection: { readonly reason: string; readonly message: string } | null;
  readonly steps: readonly { readonly step: string; readonly state: string; readonly rows: { readonly out: number } | null }[];
  readonly models: readonly { readonly model: string; readonly split: string; readonly metrics: Record<string, number> }[];
}

const PIPELINE = 'bank-deposit';
const PREFIX = 'raw/bank-deposit/';
const ROWS = 3_000;
const NEW_ROWS = 200;
/** No choice of hyperparameters, so one training of each model. */
const LITTLE_TO_TRAIN = [
  'decision_tree=maxDepth=4',
  'random_forest=numTrees=10 maxDepth=4',
  'logistic_regression=regParam=0.01',
].flatMap((parameter) => ['--set', parameter]);

let cloud: TestRelay;
let trained: RunDocument;

/** Makes a file of contacts with the pipeline's generator. */
const contacts = (name: string, ...words: string[]): string => {
  const path = join(cloud.folder, name);
  execFileSync('.venv/bin/python', ['glue/bank-deposit/generator/generate.py', '--out', path, ...words]);
  return path;
};
const drop = async (path: string, name: string, ...options: string[]): Promise<RunDocument> =>
  (await cloud.json<RunDocument>('drop', path, '--key', `${PREFIX}${name}`, '--wait', ...options)).document;
const keysUnder = async (bucket: string, Prefix: string): Promise<string[]> => {
  const listed = await new S3Client({ ...cloud.client, forcePathStyle: true }).send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix }),
  );
  return (listed.Contents ?? []).map(({ Key = '' }) => Key);
};

beforeAll(() => {
  cloud = sharedRelay();
});
afterAll(() => cloud.close());

it('quarantines a file that lacks a column, and one whose deposit has another name', async () => {
  const text = readFileSync(contacts('good.csv', '--rows', '20'), 'utf8');
  const renamed = (from: string, to: string): string => {
    const path = join(cloud.folder, `${to}.csv`);
    writeFileSync(path, text.replace(from, to));
    return path;
  };
  const lacking = await drop(renamed('age', 'years'), 'years.csv');
  expect(lacking).toMatchObject({ state: 'REJECTED', rejection: { reason: 'missing-columns' } });
  const unexpected = await drop(renamed('deposit', 'deposits'), 'deposits.csv');
  expect(unexpected).toMatchObject({ state: 'REJECTED', rejection: { reason: 'unexpected-columns' } });
}, 90_000);

it('crawls, cleans, crawls again, and trains models of which one becomes champion', async () => {
  trained = await drop(contacts('contacts.csv', '--rows', String(ROWS)), 'contacts.csv', ...LITTLE_TO_TRAIN);
  expect(trained.error).toBeNull();
  expect(trained.steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
    'crawl-raw SUCCEEDED',
    'clean SUCCEEDED',
    'crawl-clean SUCCEEDED',
    'train SUCCEEDED',
  ]);
  expect(trained.models.map(({ model }) => model).sort()).toEqual(['decision-tree', 'logistic-regression', 'random-forest']);
  const best = [...trained.models].sort((a, b) => (b.metrics.area_under_roc ?? 0) - (a.metrics.area_under_roc ?? 0))[0];
  expect(best?.metrics.area_under_roc).toBeGreaterThan(0.55);

  const show = () => cloud.json<{ champion: { runId: string } | null }>('champion', 'show', '--pipeline', PIPELINE);
  await eventually(show, ({ document }) => document.champion !== null);
  const alias = await new SSMClient(cloud.client).send(new GetParameterCommand({ Name: championParameterOf('local', PIPELINE) }));
  expect(JSON.parse(alias.Parameter?.Value ?? '')).toMatchObject({ runId: trained.runId, model: best?.model });
}, 240_000);

it('has tables in the catalog of what was dropped, cleaned, scored and measured', async () => {
  const glue = new GlueClient(cloud.client);
  const DatabaseName = databaseNameOf('local', PIPELINE);
  const { TableList = [] } = await glue.send(new GetTablesCommand({ DatabaseName }));
  const tables = new Map(TableList.map((table) => [table.Name, table]));
  expect([...tables.keys()].sort()).toEqual([
    'model_metrics',
    'predictions',
    'processed_contacts_bank_deposit',
    'raw_bank_deposit',
  ]);
  const typesOf = (name: string) =>
    Object.fromEntries((tables.get(name)?.StorageDescriptor?.Columns ?? []).map((column) => [column.Name, column.Type]));
  expect(typesOf('raw_bank_deposit')).toMatchObject({ age: 'bigint', job: 'string', deposit: 'string' });
  expect(typesOf('processed_contacts_bank_deposit')).toMatchObject({ age: 'int', balance: 'double' });
  const TableName = 'processed_contacts_bank_deposit';
  const { Partitions = [] } = await glue.send(new GetPartitionsCommand({ DatabaseName, TableName }));
  expect(Partitions.map(({ Values = [] }) => Values[0])).toContain(trained.runId);
  const scored = await keysUnder(trained.bucket, `predictions/${PIPELINE}/run_id=${trained.runId}/`);
  expect(scored.some((key) => key.endsWith('scored.csv'))).toBe(true);
}, 30_000);

it('scores a file without deposits by the champion', async () => {
  const run = await drop(contacts('new.csv', '--rows', String(NEW_ROWS), '--seed', '9', '--unlabelled'), 'new.csv');
  expect(run).toMatchObject({ state: 'SUCCEEDED', error: null, models: [] });
  expect(run.steps.at(-1)).toMatchObject({ step: 'train', rows: { out: NEW_ROWS } });
}, 180_000);
