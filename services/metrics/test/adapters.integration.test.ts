import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { championDecided } from '@glue-relay/shared/events/champion-decided';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { decisionKeyOf } from '@glue-relay/shared/pipeline/names';
import type { TestCloud } from '../../../shared/test/support/ministack';
import { startTestCloud } from '../../../shared/test/support/ministack';
import { createDeclaredTable } from '../../../shared/test/support/table';
import { dynamoChampions } from '../src/adapters/dynamo-champions';
import { dynamoHistory } from '../src/adapters/dynamo-history';
import { dynamoDrift, dynamoLedger } from '../src/adapters/dynamo-ledger';
import { dynamoFindReport, dynamoSaveReport } from '../src/adapters/dynamo-reports';
import { dynamoRuns } from '../src/adapters/dynamo-runs';
import { s3Decisions } from '../src/adapters/s3-decisions';
import { lineageKeyOf, s3Lineage } from '../src/adapters/s3-lineage';
import { s3Quarantine } from '../src/adapters/s3-quarantine';
import { s3ReadReport } from '../src/adapters/s3-reports';
import { ssmApiKey } from '../src/adapters/ssm-api-key';
import { evaluationsOf } from '../src/domain/evaluation';
import { eventOfRun } from '../src/domain/lineage/of-run';
import { storesContract } from './contracts';
import { recordedOf, runOf } from './support';

const TABLE = 'reports';

let cloud: TestCloud;
let table: DynamoDBDocumentClient;

beforeAll(async () => {
  cloud = await startTestCloud();
  const dynamo = new DynamoDBClient(cloud.client);
  table = DynamoDBDocumentClient.from(dynamo);
  await createDeclaredTable(dynamo, join(__dirname, '..', 'serverless.yml'), TABLE);
}, 60_000);

afterAll(async () => {
  table.destroy();
  await cloud.stop();
});

describe('the table in DynamoDB', () => {
  storesContract(() => {
    const there = { client: table, name: TABLE };
    return {
      ...dynamoRuns(there),
      ...dynamoHistory(there),
      ...dynamoChampions(there),
      ...dynamoDrift(there),
      ...dynamoLedger(there),
      findReport: dynamoFindReport(there),
      saveReport: dynamoSaveReport(there),
    };
  });

  it('gives a year of daily runs of a model in one page', async () => {
    const there = { client: table, name: TABLE };
    const days = Array.from({ length: 365 }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10));
    for (const day of days) {
      const recorded = recordedOf({ pipeline: 'yearly', runId: `${day.replaceAll('-', '')}T000000Z-3f2a9c41d07b` });
      await dynamoSaveReport(there)(recorded, evaluationsOf(recorded, runOf()), undefined);
    }
    const send = jest.spyOn(table, 'send');
    const found = await dynamoHistory(there).evaluationsOf(
      { pipeline: 'yearly', model: 'linear-regression', variant: 'classic' },
      365,
    );
    expect(found).toHaveLength(365);
    expect(send).toHaveBeenCalledTimes(1);
    send.mockRestore();
  }, 60_000);
});

it('puts an object that is no report aside, with the reason, and again without harm', async () => {
  const s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'aside' }));
  const key = 'metrics/a b/run_id=1/ä+.json';
  await s3.send(new PutObjectCommand({ Bucket: 'aside', Key: key, Body: 'no JSON' }));
  for (let time = 0; time < 2; time += 1) {
    await s3Quarantine(s3)(
      { bucket: 'aside', key, versionId: null },
      { fault: 'no JSON', writtenAt: '2026-11-12T00:00:00.000Z' },
    );
  }
  const textOf = async (at: string) =>
    (await s3.send(new GetObjectCommand({ Bucket: 'aside', Key: at }))).Body?.transformToString();
  expect(await textOf(`quarantine/${key}`)).toBe('no JSON');
  expect(JSON.parse((await textOf(`quarantine/${key}.reason.json`)) ?? '')).toMatchObject({
    reason: 'no JSON',
    source: `s3://aside/${key}`,
  });
  s3.destroy();
});

it('reads a report from S3, and tells that one is gone', async () => {
  const s3 = new S3Client(cloud.client);
  await s3.send(new CreateBucketCommand({ Bucket: 'data' }));
  await s3.send(new PutObjectCommand({ Bucket: 'data', Key: 'metrics/a.json', Body: '{"ä":1}' }));
  const read = s3ReadReport(s3);
  expect(await read({ bucket: 'data', key: 'metrics/a.json', versionId: null })).toMatchObject({ text: '{"ä":1}' });
  expect(await read({ bucket: 'data', key: 'metrics/b.json', versionId: null })).toBeUndefined();
  s3.destroy();
});

it('leaves an event of lineage in the bucket once, however often it is sent', async () => {
  const s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'lineage' }));
  const send = s3Lineage(s3, 'lineage');
  const { runId, pipeline } = runStateChange.example;
  const [event] = [eventOfRun(runStateChange.example, 'n')];
  if (!event) throw new Error('the example is a start');
  for (let time = 0; time < 2; time += 1) await send({ runId, pipeline, event });
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: 'lineage' }));
  expect(Contents?.map(({ Key }) => Key)).toEqual([lineageKeyOf({ runId, pipeline, event })]);
  s3.destroy();
});

it('reads the key of a receiver, and again when it may have changed', async () => {
  const ssm = new SSMClient(cloud.client);
  let now = 0;
  const read = ssmApiKey(ssm, '/relay/test/lineage/api-key', () => now);
  const put = (Value: string) =>
    ssm.send(new PutParameterCommand({ Name: '/relay/test/lineage/api-key', Value, Type: 'SecureString', Overwrite: true }));
  expect(await read()).toBeUndefined();
  await put('one');
  now = 60_000;
  expect(await read()).toBe('one');
  await put('two');
  expect(await read()).toBe('one');
  now = 120_000;
  expect(await read()).toBe('two');
  ssm.destroy();
});

it('keeps the newest decision about a run where its gate looks, whatever the order in which decisions are left', async () => {
  const s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'decisions' }));
  const keep = s3Decisions(s3, 'decisions');
  const { example } = championDecided;
  await Promise.all([2, 4, 3].map((sequence) => keep({ ...example, sequence })));
  await keep({ ...example, sequence: 1 });
  const Key = decisionKeyOf(example.pipeline, example.challenger.runId);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'decisions', Key }));
  expect(championDecided.detail.parse(JSON.parse((await Body?.transformToString()) ?? ''))).toEqual({ ...example, sequence: 4 });
  s3.destroy();
});
