import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobRun } from '@aws-sdk/client-glue';
import { GetJobCommand, GetJobRunsCommand, GetTableCommand, GlueClient, UpdateJobCommand } from '@aws-sdk/client-glue';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { databaseNameOf, jobNameOf } from '@glue-relay/shared/pipeline/names';
import type { Run } from '../cli/src/status-api/schemas';
import { subscribedQueue } from './support/mailbox';
import type { TestRelay } from './support/relay';
import { sharedRelay } from './support/shared-relay';

const PIPELINE = 'customer-churn';
const BUCKET = 'relay-data-local-000000000000';
const SAMPLE = join(__dirname, '..', 'glue', PIPELINE, 'samples', 'customers.csv');
const HEADER = 'CustomerID,Name,Age,Gender,Country,SignupDate,LastPurchaseDate,TotalPurchases,TotalSpent,Churned';
const AVERAGE = jobNameOf('local', PIPELINE, 'average-by-country');

let cloud: TestRelay;
let s3: S3Client;
let sqs: SQSClient;
let glue: GlueClient;
let mailbox: string;
/** A file that all rows of fit. */
let good: string;

beforeAll(async () => {
  cloud = sharedRelay();
  good = join(cloud.folder, 'good.csv');
  [s3, sqs, glue] = [
    new S3Client({ ...cloud.client, forcePathStyle: true }),
    new SQSClient(cloud.client),
    new GlueClient(cloud.client),
  ];
  mailbox = await subscribedQueue(cloud, 'churn-team');
}, 30_000);

afterAll(async () => {
  for (const client of [s3, sqs, glue]) client?.destroy();
  await cloud.close();
});

interface Message {
  readonly Subject: string;
  readonly Message: string;
}

/** The message about a run, for others of other pipelines come too. */
const messageAbout = async (runId: string): Promise<Message> => {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: mailbox, WaitTimeSeconds: 1, MaxNumberOfMessages: 10, VisibilityTimeout: 1 }),
    );
    const found = Messages.map(({ Body = '{}' }) => JSON.parse(Body) as Message).find(({ Message: text }) =>
      text.includes(runId),
    );
    if (found) return found;
  }
  throw new Error(`no message about ${runId}`);
};

const drop = async (file: string, key: string): Promise<{ code: number; run: Run }> => {
  const { code, document } = await cloud.json<Run>('drop', file, '--key', `raw/${PIPELINE}/${key}`, '--wait');
  return { code, run: document };
};

const textOf = async (area: string, runId: string, file: string): Promise<string> => {
  const Key = `${area}/${PIPELINE}/run_id=${runId}/${file}`;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
  return (await Body?.transformToString()) ?? '';
};

it('cleans a good export, averages by country into a table of the catalog, and tells people', async () => {
  const rows = [
    '1,山田 太郎,30,,日本,2024-01-31,,2,10.00,no',
    '2,Zoë,,female,Perú,31.01.2024,20240215,1,4.00,yes',
    '3,"O""Hara, Seán",50,male,Perú,01/31/2024,15 Feb 2024,1,6.50,yes',
  ];
  writeFileSync(good, `${[HEADER, ...rows].join('\n')}\n`);
  const { code, run } = await drop(good, 'good.csv');
  expect(code).toBe(0);
  expect(run.steps.map(({ step, state }) => [step, state])).toEqual([
    ['clean', 'SUCCEEDED'],
    ['average-by-country', 'SUCCEEDED'],
    ['report-failure', 'SKIPPED'],
  ]);
  expect(await textOf('eda', run.runId, 'average_by_country.csv')).toBe(
    'country,average_total_spent,customers\nPerú,5.25,2\n日本,10.0,1\n',
  );
  const { Table } = await glue.send(
    new GetTableCommand({ DatabaseName: databaseNameOf('local', PIPELINE), Name: 'average_by_country' }),
  );
  expect(Table?.Parameters?.['storage.location.template']).toBe(
    `s3://${BUCKET}/eda/${PIPELINE}/run_id=\${run_id}/average_by_country`,
  );
  const { Subject, Message: text } = await messageAbout(run.runId);
  expect(Subject).toBe(`[relay local] ${PIPELINE} succeeded`);
  expect(text).toContain(`npx relay outputs ${run.runId}`);
}, 180_000);

it('puts corrupted and replaced rows aside and runs with the others', async () => {
  const { code, run } = await drop(SAMPLE, 'with-bad-rows.csv');
  expect(code).toBe(0);
  expect(run.steps[0]?.rows).toMatchObject({ in: 209, out: 200, quarantined: 9 });
}, 180_000);

it('retries a job that fails with growing waits, catches the failure, tells people, and ends as failed', async () => {
  const { Job } = await glue.send(new GetJobCommand({ JobName: AVERAGE }));
  const failing = { Role: Job?.Role, Command: { Name: 'relaynoop', ScriptLocation: 's3://none/none.py' } };
  await glue.send(
    new UpdateJobCommand({ JobName: AVERAGE, JobUpdate: { ...failing, DefaultArguments: { '--noop_outcome': 'FAILED' } } }),
  );
  const { code, run } = await drop(good, 'fails.csv');
  await glue.send(
    new UpdateJobCommand({
      JobName: AVERAGE,
      JobUpdate: { Role: Job?.Role, Command: Job?.Command, DefaultArguments: Job?.DefaultArguments },
    }),
  );
  expect(code).toBe(1);
  expect(run.state).toBe('FAILED');
  expect(run.steps.map(({ step, state, attempts }) => [step, state, attempts])).toEqual([
    ['clean', 'SUCCEEDED', 1],
    ['average-by-country', 'FAILED', 3],
    ['report-failure', 'SUCCEEDED', 1],
  ]);
  const [first = 0, second = 0] = waitsBetween(await attemptsOf(run.runId));
  expect(first).toBeGreaterThanOrEqual(2_000);
  expect(second).toBeGreaterThanOrEqual(6_000);

  const { error } = run.steps[1] ?? {};
  expect(error).toMatch(/\S/);
  const document = JSON.parse(await textOf('eda', run.runId, 'failure.json'));
  expect(document.failed).toEqual([{ step: 'average-by-country', attempt: 3, error }]);
  const { Subject, Message: text } = await messageAbout(run.runId);
  expect(Subject).toBe(`[relay local] ${PIPELINE} failed: step average-by-country, attempt 3`);
  expect(text).toContain(error);
  expect(text).toContain('by report-failure, which succeeded; the run has failed all the same');
}, 240_000);

const attemptsOf = async (runId: string): Promise<JobRun[]> => {
  const { JobRuns = [] } = await glue.send(new GetJobRunsCommand({ JobName: AVERAGE }));
  const startedAt = ({ StartedOn }: JobRun): number => StartedOn?.getTime() ?? 0;
  return JobRuns.filter(({ Arguments }) => Arguments?.['--relay_run_id'] === runId).sort((a, b) => startedAt(a) - startedAt(b));
};

/** From the end of each attempt to the start of the next, in ms. */
const waitsBetween = (attempts: readonly JobRun[]): number[] =>
  attempts.slice(1).map(({ StartedOn }, index) => (StartedOn?.getTime() ?? 0) - (attempts[index]?.CompletedOn?.getTime() ?? 0));
