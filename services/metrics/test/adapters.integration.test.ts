import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { TestCloud } from '../../../shared/test/support/ministack';
import { startTestCloud } from '../../../shared/test/support/ministack';
import { dynamoFindReport, dynamoSaveReport } from '../src/adapters/dynamo-reports';
import { s3ReadReport } from '../src/adapters/s3-reports';
import { reportsContract } from './contracts';
import { reportOf } from './support';

const TABLE = 'reports';

let cloud: TestCloud;
let table: DynamoDBDocumentClient;

beforeAll(async () => {
  cloud = await startTestCloud();
  const dynamo = new DynamoDBClient(cloud.client);
  table = DynamoDBDocumentClient.from(dynamo);
  const keys = ['pk', 'sk'] as const;
  await dynamo.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: keys.map((name) => ({ AttributeName: name, KeyType: name === 'pk' ? 'HASH' : 'RANGE' })),
    }),
  );
}, 60_000);

afterAll(async () => {
  table.destroy();
  await cloud.stop();
});

describe('reports in DynamoDB', () => {
  reportsContract(() => ({ findReport: dynamoFindReport(table, TABLE), saveReport: dynamoSaveReport(table, TABLE) }));

  it('gives the history of a model by time in one query, without what was replaced', async () => {
    const save = dynamoSaveReport(table, TABLE);
    const recorded = (runId: string, attempt = 1) => ({
      report: reportOf({ pipeline: 'history', runId, attempt }),
      writtenAt: runId,
    });
    const dropped = { ...recorded('2026-03'), report: { ...recorded('2026-03', 2).report, models: [] } };
    for (const runId of ['2026-02', '2026-03', '2026-01']) await save(recorded(runId), undefined);
    await save(dropped, recorded('2026-03'));
    const history = await table.send(
      new QueryCommand({
        TableName: TABLE,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': 'MODEL#history#linear-regression#classic' },
      }),
    );
    expect(history.Items?.map(({ runId }) => runId)).toEqual(['2026-01', '2026-02']);
    expect(history.Items?.[0]).toMatchObject({ metrics: { rmse: 8.88 }, split: 'random-70-30-seed-42', attempt: 1 });
  });
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
