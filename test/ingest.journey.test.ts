import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetJobRunsCommand, GlueClient } from '@aws-sdk/client-glue';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { runIdOf } from '@glue-relay/shared/run-id';
import { engineCloud } from '../bench/support/engine-cloud';
import { deployOneStep, GOOD_CSV } from '../bench/support/one-step-pipeline';
import type { Run } from '../services/orchestrator/src/domain/run';
import { hasEnded } from '../services/orchestrator/src/domain/run';
import { eventually } from './support/eventually';
import { subscribedQueue } from './support/mailbox';
import type { TestRelay } from './support/relay';
import { sayCreatedAgain } from './support/repeated-event';
import { sharedRelay } from './support/shared-relay';

interface File {
  readonly runId: string;
  readonly reason: string;
  readonly sidecarKey: string;
  readonly original: { readonly key: string; readonly versionId: string };
  readonly quarantined: { readonly key: string };
}

const BUCKET = 'relay-data-local-000000000000';
const BAD_CSV = 'day;amount\n01/02/2017;1,5\n';
const AT_ONCE = 100;
const MAX_RUNS = 10;

let cloud: TestRelay;
let s3: S3Client;
let sqs: SQSClient;
let glue: GlueClient;
let engine: ReturnType<typeof engineCloud>;
let notices: string;

beforeAll(async () => {
  cloud = sharedRelay();
  [s3, sqs, glue] = [
    new S3Client({ ...cloud.client, forcePathStyle: true }),
    new SQSClient(cloud.client),
    new GlueClient(cloud.client),
  ];
  engine = engineCloud(cloud);
  const pipelines = [
    deployOneStep(cloud, 'single', { maxRuns: MAX_RUNS }),
    deployOneStep(cloud, 'strict', { input: { extraColumns: 'refuse' } }),
    deployOneStep(cloud, 'batched', { input: { batch: { files: 3, seconds: 4 } } }),
    deployOneStep(cloud, 'daily', { input: { partition: { pattern: 'day=([0-9-]+)' } }, seconds: 1 }),
  ];
  await Promise.all(pipelines);
  notices = await subscribedQueue(cloud, 'people');
  // Ingest keeps what is deployed for 5 s.
  await until(async () => Date.now() - deployedAt > 5_000 || undefined);
}, 60_000);
const deployedAt = Date.now();

afterAll(async () => {
  for (const client of [s3, sqs, glue]) client?.destroy();
  await cloud.close();
});

const until = <Found>(look: () => Promise<Found | undefined>, withinMs?: number): Promise<Found> =>
  eventually(look, (found) => found !== undefined, withinMs) as Promise<Found>;

/** The id of the run of an object, by its newest version or one that is named. */
const runOf = async (key: string, versionId?: string): Promise<string> => {
  const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: key, VersionId: versionId }));
  const lastModified = head.LastModified?.toISOString() ?? '';
  return runIdOf({ bucket: BUCKET, key, versionId: head.VersionId ?? null, sequencer: null, lastModified });
};

/** Where S3 writes with so many writers, the version that a write gave is what tells its run. */
const put = async (key: string, Body: string | Buffer): Promise<string> => {
  const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body }));
  return runOf(key, VersionId);
};

/** As `put`, of an object that may be moved away before it is looked at. */
const putBad = async (key: string, Body: string): Promise<string> => {
  const { VersionId = '' } = await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body }));
  return VersionId;
};

const endOf = (runId: string): Promise<Run> => until(async () => (await engine.runsOf([runId])).find(hasEnded));

const quarantined = (key: string): Promise<File> =>
  until(async () => {
    const { document } = await cloud.json<{ files: File[] }>('quarantine', 'list');
    return document.files.find(({ original }) => original.key === key);
  });

const versionsOf = async (prefix: string) =>
  (await s3.send(new ListObjectVersionsCommand({ Bucket: BUCKET, Prefix: prefix }))).Versions ?? [];

const inputsOf = async (pipeline: string): Promise<(string | undefined)[]> => {
  const { JobRuns = [] } = await glue.send(new GetJobRunsCommand({ JobName: `relay-local-${pipeline}-only` }));
  return JobRuns.map(({ Arguments }) => Arguments?.['--input']);
};

it('the same event five times is one run', async () => {
  const runId = await put('raw/single/five.csv', GOOD_CSV);
  const [version] = await versionsOf('raw/single/five.csv');
  await sayCreatedAgain(cloud, { bucket: BUCKET, key: 'raw/single/five.csv', versionId: version?.VersionId ?? '' }, 4);
  expect((await endOf(runId)).status.state).toBe('SUCCEEDED');
  // What comes last of this pipeline shows that the repeats before it are through.
  await endOf(await put('raw/single/after.csv', GOOD_CSV));
  expect((await inputsOf('single')).filter((input) => input?.endsWith('five.csv'))).toHaveLength(1);
}, 60_000);

it(`${AT_ONCE} files at once are ${AT_ONCE} runs, none lost, and no more at once than the pipeline allows`, async () => {
  const keys = Array.from({ length: AT_ONCE }, (_, index) => `raw/single/at once/ä+${index} %.csv`);
  const runIds = await Promise.all(keys.map((key) => put(key, GOOD_CSV)));
  const runs = await engine.ended(runIds, 120_000, () => new Promise((resolve) => setTimeout(resolve, 250)));
  expect(runs.filter(({ status }) => status.state === 'SUCCEEDED')).toHaveLength(AT_ONCE);
  // From the job's start, for a run's own start is that of a decision, whose commit takes the slot a moment later.
  const spans = runs.flatMap(({ status, steps: { only } }) =>
    'endedAt' in status && only?.state === 'SUCCEEDED' && only.startedAt ? [[only.startedAt, status.endedAt] as const] : [],
  );
  expect(spans).toHaveLength(AT_ONCE);
  const busiest = Math.max(...spans.map(([from]) => spans.filter(([start, end]) => start <= from && from < end).length));
  expect(busiest).toBeLessThanOrEqual(MAX_RUNS);
  expect((await inputsOf('single')).filter((input) => input?.includes('at once')).length).toBe(AT_ONCE);
}, 150_000);

it('a rejected file is moved, told once, judged anew by a replay and run by an accept, each once', async () => {
  const key = 'raw/single/größe 100% +1.csv';
  const versionId = await putBad(key, BAD_CSV);
  const file = await quarantined(key);
  expect(file).toMatchObject({ reason: 'not-csv', original: { key, versionId } });
  await until(async () => ((await versionsOf(key)).length === 0 ? true : undefined));
  const body = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: file.quarantined.key }));
  expect(await body.Body?.transformToString()).toBe(BAD_CSV);
  const { code, document } = await cloud.json<{ state: string; runId: string }>('quarantine', 'replay', file.runId, '--wait');
  expect({ code, state: document.state }).toEqual({ code: 1, state: 'REJECTED' });
  const again = await cloud.json<{ outcome: string; release: { released: { runId: string } } }>(
    'quarantine',
    'replay',
    file.runId,
  );
  expect(again.document).toMatchObject({ outcome: 'nothing-to-do', release: { released: { runId: document.runId } } });
  const second = await quarantined(key);
  expect(second.runId).toBe(document.runId);
  const accepted = await cloud.json<{ state: string; runId: string }>(
    'quarantine',
    'accept',
    second.runId,
    '--pipeline',
    'single',
    '--wait',
  );
  expect(accepted).toMatchObject({ code: 0, document: { state: 'SUCCEEDED' } });
  const repeat = await cloud.json<{ outcome: string; release: { requestedBy: string; how: string } }>(
    'quarantine',
    'accept',
    second.runId,
    '--pipeline',
    'single',
  );
  expect(repeat.document).toMatchObject({
    outcome: 'nothing-to-do',
    release: { how: 'accept', requestedBy: expect.stringContaining('arn:aws:') },
  });
  const told: string[] = [];
  await until(async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: notices, MaxNumberOfMessages: 10 }));
    told.push(...Messages.map(({ Body }) => JSON.parse(Body ?? '{}').Message as string).filter((text) => text.includes(key)));
    return told.length >= 2 || undefined;
  });
  expect(told).toHaveLength(2);
  expect(told[0]).toContain('semicolons');
}, 90_000);

it('whoever overwrites a bad file while it is moved keeps the new one', async () => {
  const key = 'raw/single/overwritten.csv';
  const bad = await putBad(key, BAD_CSV);
  const good = await put(key, GOOD_CSV);
  expect((await endOf(good)).status.state).toBe('SUCCEEDED');
  expect((await quarantined(key)).original.versionId).toBe(bad);
  await until(async () => ((await versionsOf(key)).length === 1 ? true : undefined));
  expect(await runOf(key)).toBe(good);
}, 60_000);

it('copies and uploads in parts run; folder markers and delete markers do not', async () => {
  await put('raw/single/source.csv', GOOD_CSV);
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'raw/single/folder/', Body: Buffer.alloc(0) }));
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'raw/single/old_$folder$', Body: Buffer.alloc(0) }));
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'raw/single/gone.csv', Body: GOOD_CSV }));
  await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'raw/single/gone.csv' }));
  const copied = { Bucket: BUCKET, Key: 'raw/single/copied.csv', CopySource: `${BUCKET}/raw/single/source.csv` };
  await s3.send(new CopyObjectCommand(copied));
  const parts = { Bucket: BUCKET, Key: 'raw/single/parts.csv' };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(parts));
  const { ETag } = await s3.send(new UploadPartCommand({ ...parts, UploadId, PartNumber: 1, Body: GOOD_CSV }));
  await s3.send(
    new CompleteMultipartUploadCommand({ ...parts, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }),
  );
  for (const key of ['raw/single/copied.csv', 'raw/single/parts.csv']) {
    expect((await endOf(await runOf(key))).status.state).toBe('SUCCEEDED');
  }
  const { document } = await cloud.json<{ runs: { dataset: { key: string } }[] }>(
    'runs',
    '--pipeline',
    'single',
    '--limit',
    '200',
  );
  const keys = document.runs.map(({ dataset }) => dataset.key);
  expect(keys.filter((key) => key.endsWith('/') || key.includes('$folder$'))).toEqual([]);
}, 60_000);

it('a batch is one run over a list of its files, by count and by time', async () => {
  await Promise.all(['a', 'b', 'c', 'd'].map((name) => put(`raw/batched/${name} +ü.csv`, GOOD_CSV)));
  const inputs = await until(async () => {
    const found = (await inputsOf('batched')).flatMap((input) => input ?? []);
    return found.length === 2 ? found : undefined;
  }, 60_000);
  const lists = await Promise.all(
    inputs.map(async (input) => {
      const answer = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: input.replace(`s3://${BUCKET}/`, '') }));
      return (
        (await answer.Body?.transformToString())
          ?.trim()
          .split('\n')
          .map((line) => JSON.parse(line).uri as string) ?? []
      );
    }),
  );
  expect(lists.map((list) => list.length).sort()).toEqual([1, 3]);
  expect(lists.flat().sort()).toEqual(['a', 'b', 'c', 'd'].map((name) => `s3://${BUCKET}/raw/batched/${name} +ü.csv`));
}, 90_000);

it('who drops a file into a batch follows the run of the batch, and learns at once of a parameter that there is not', async () => {
  const file = join(cloud.folder, 'followed.csv');
  writeFileSync(file, GOOD_CSV);
  const key = 'raw/batched/followed.csv';
  const refused = await cloud.json<{ error: { message: string } }>('drop', file, '--key', key, '--set', 'nope=1');
  expect(refused).toMatchObject({
    code: 1,
    document: { error: { message: expect.stringContaining('unknown parameter "nope"') } },
  });
  expect(await versionsOf(key)).toEqual([]);
  const { code, document } = await cloud.json<{ runId: string; state: string }>('drop', file, '--key', key, '--wait');
  expect({ code, state: document.state }).toEqual({ code: 0, state: 'SUCCEEDED' });
  const own = await runOf(key);
  expect(document.runId).not.toBe(own);
  expect((await cloud.json<{ runId: string }>('run', own)).document.runId).toBe(document.runId);
}, 90_000);

it('runs of a partition go one after another, others beside them', async () => {
  const days = ['2017-01-01', '2017-01-01', '2017-01-01', '2017-01-02'];
  const runIds: string[] = [];
  const names = ['a', 'a', 'b', 'c'];
  for (const [index, day] of days.entries()) {
    const runId = await put(`raw/daily/day=${day}/${names[index]}.csv`, GOOD_CSV);
    runIds.push(runId);
    // The first two are versions of one key: the second is written once the first is taken, for it would supersede one that came after it.
    await until(async () => (await engine.runsOf([runId]))[0]);
  }
  const runs = await Promise.all(runIds.map(endOf));
  const spans = runs
    .filter(({ partition }) => partition === '2017-01-01')
    .map(({ status }) => status as { startedAt: number; endedAt: number });
  expect(spans).toHaveLength(3);
  for (const { status } of runs) expect(status.state).toBe('SUCCEEDED');
  spans.sort((one, other) => one.startedAt - other.startedAt);
  for (const [index, { startedAt }] of spans.slice(1).entries())
    expect(startedAt).toBeGreaterThanOrEqual(spans[index]?.endedAt ?? 0);
}, 90_000);
