import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoNoticeLog } from '@glue-relay/shared/aws/dynamo-notice-log';
import { objectCreated } from '@glue-relay/shared/events/aws-events';
import { parseEvent } from '@glue-relay/shared/events/define-event';
import { runIdOf } from '@glue-relay/shared/run-id';
import type { TestCloud } from '../../../shared/test/support/ministack';
import { startTestCloud } from '../../../shared/test/support/ministack';
import { noticeLogContract } from '../../../shared/test/support/notice-log-contract';
import { dynamoBatchStore, OWED_INDEX } from '../src/adapters/dynamo-batches';
import { dynamoSettleOutcome } from '../src/adapters/dynamo-outcomes';
import { dynamoSweepStore } from '../src/adapters/dynamo-sweep';
import { noticeKey } from '../src/adapters/notice-key';
import { s3ListRaw } from '../src/adapters/s3-listing';
import { s3DescribeObject, s3ReadStart } from '../src/adapters/s3-objects';
import { s3QuarantineStore } from '../src/adapters/s3-quarantine';
import { sqsAnnounce } from '../src/adapters/sqs-intake';
import { findUnannounced } from '../src/app/find-unannounced';
import { batchStoreContract, quarantineStoreContract } from './batch-contracts';
import { bucketContract, settleOutcomeContract } from './contracts';

const BUCKET = 'drops';
const TABLE = 'outcomes';
const KEY = 'raw/ä+b 100%.csv';
const BYTES = Buffer.from('date,store\n1,2\n');

let cloud: TestCloud;
let s3: S3Client;
let table: DynamoDBDocumentClient;

beforeAll(async () => {
  cloud = await startTestCloud();
  s3 = new S3Client(cloud.client);
  const dynamo = new DynamoDBClient(cloud.client);
  table = DynamoDBDocumentClient.from(dynamo);
  await dynamo.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'owed', AttributeType: 'S' },
        { AttributeName: 'owedAt', AttributeType: 'N' },
      ],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: OWED_INDEX,
          KeySchema: [
            { AttributeName: 'owed', KeyType: 'HASH' },
            { AttributeName: 'owedAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['groupId', 'runId'] },
        },
      ],
    }),
  );
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await s3.send(new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: 'Enabled' } }));
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: KEY, Body: BYTES, Metadata: { 'relay-tuned': 'true' } }));
}, 60_000);

afterAll(async () => {
  s3.destroy();
  table.destroy();
  await cloud.stop();
});

describe('outcomes in DynamoDB', () => settleOutcomeContract(() => dynamoSettleOutcome(table, TABLE)));

describe('batches in DynamoDB', () => batchStoreContract(() => dynamoBatchStore(table, TABLE)));

describe('told rejections in DynamoDB', () => noticeLogContract(() => dynamoNoticeLog(table, TABLE, noticeKey)));

describe('versions in S3', () => {
  quarantineStoreContract(() => ({
    bucket: BUCKET,
    store: s3QuarantineStore(s3),
    put: async (Key, Body) => (await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }))).VersionId ?? '',
  }));

  it('keeps what a copy is told to carry: metadata, and the sidecar beside it', async () => {
    const { VersionId = '' } = await s3.send(
      new PutObjectCommand({ Bucket: BUCKET, Key: 'raw/meta.csv', Body: BYTES, Metadata: { 'relay-tuned': 'true' } }),
    );
    await s3QuarantineStore(s3).copy({ bucket: BUCKET, key: 'raw/meta.csv', versionId: VersionId }, 'quarantine/meta.csv');
    const copied = await s3DescribeObject(s3)({ bucket: BUCKET, key: 'quarantine/meta.csv', versionId: null });
    expect(copied?.metadata).toEqual({ 'relay-tuned': 'true' });
  });
});

describe('bucket in S3', () => {
  bucketContract(() => ({
    bucket: BUCKET,
    key: KEY,
    bytes: BYTES,
    describeObject: s3DescribeObject(s3),
    readStart: s3ReadStart(s3),
  }));
});

describe('the sweep on S3, DynamoDB and SQS', () => {
  const put = async (key: string) => {
    const { VersionId = '' } = await s3.send(new PutObjectCommand({ Bucket: SWEPT, Key: key, Body: BYTES }));
    return { key, versionId: VersionId };
  };
  const SWEPT = 'swept';
  const KEYS = ['raw/a b.csv', 'raw/a+b.csv', 'raw/größe/日本 100%.csv', 'raw/z.csv'];

  it('lists current versions only, page by page, whatever the keys', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: SWEPT }));
    await s3.send(new PutBucketVersioningCommand({ Bucket: SWEPT, VersioningConfiguration: { Status: 'Enabled' } }));
    for (const key of KEYS) await put(key);
    const current = [];
    for (const key of KEYS) current.push(await put(key));
    await put('metrics/x.json');
    await put('raw/deleted.csv');
    await s3.send(new DeleteObjectCommand({ Bucket: SWEPT, Key: 'raw/deleted.csv' }));
    for (const pageSize of [1, 2, 3, 1_000]) {
      const list = s3ListRaw(s3, SWEPT, pageSize);
      const listed = [];
      let next: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof list>> = await list(next);
        listed.push(...page.current.map(({ key, versionId }) => ({ key, versionId })));
        next = page.next;
      } while (next !== null);
      expect(listed).toEqual([...current].sort((one, other) => (Buffer.from(one.key) < Buffer.from(other.key) ? -1 : 1)));
    }
  });

  it('puts what has no outcome onto the queue, under the run id that HeadObject leads to, and no second time', async () => {
    const sqs = new SQSClient(cloud.client);
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'intake' }));
    const describeObject = s3DescribeObject(s3);
    const runIdAt = async (key: string, versionId: string | null) => {
      const facts = await describeObject({ bucket: SWEPT, key, versionId });
      if (!facts) throw new Error(`no ${key}`);
      return runIdOf({ bucket: SWEPT, key, ...facts, sequencer: 'ignored' });
    };
    const [first = ''] = KEYS;
    const detail = '{}';
    await dynamoSettleOutcome(
      table,
      TABLE,
    )({ runId: await runIdAt(first, null), kind: 'accepted', detail, key: first, decidedAt: 'now' });
    const counted: string[] = [];
    const later = () => Date.now() + 3 * 60_000;
    const ports = {
      list: s3ListRaw(s3, SWEPT),
      store: dynamoSweepStore(table, TABLE),
      announce: sqsAnnounce(sqs, QueueUrl, { account: '000000000000', region: 'us-east-1' }, later),
      now: later,
      count: (metric: string) => counted.push(metric),
      tell: () => undefined,
    };
    expect(await findUnannounced(ports)).toBe(3);
    expect(await findUnannounced(ports)).toBe(0);
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    const events = Messages.map(({ Body }) => parseEvent(objectCreated, JSON.parse(Body ?? '')));
    expect(events.map(({ detail }) => detail.object.key).sort()).toEqual(KEYS.slice(1).sort());
    for (const { id, detail } of events) {
      expect(id).toBe(`sweep-${await runIdAt(detail.object.key, detail.object['version-id'] ?? null)}`);
    }
    expect(counted.filter((metric) => metric === 'LostObjectFound')).toHaveLength(3);
    sqs.destroy();
  });

  it('reads and notes more than a batch holds', async () => {
    const store = dynamoSweepStore(table, TABLE);
    const runIds = Array.from({ length: 230 }, (_, index) => `many-${index}`);
    await store.noteAnnounced(runIds, 1_000);
    expect((await store.announcedSince([...runIds, 'other'], 1_000)).size).toBe(230);
    expect((await store.announcedSince(runIds, 1_001)).size).toBe(0);
    expect((await store.settled(runIds)).size).toBe(0);
  });
});
