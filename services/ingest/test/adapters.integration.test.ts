import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { TestCloud } from '../../../shared/test/support/ministack';
import { startTestCloud } from '../../../shared/test/support/ministack';
import { dynamoSettleOutcome } from '../src/adapters/dynamo-outcomes';
import { s3DescribeObject, s3ReadStart } from '../src/adapters/s3-objects';
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
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
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

describe('bucket in S3', () => {
  bucketContract(() => ({
    bucket: BUCKET,
    key: KEY,
    bytes: BYTES,
    describeObject: s3DescribeObject(s3),
    readStart: s3ReadStart(s3),
  }));
});
