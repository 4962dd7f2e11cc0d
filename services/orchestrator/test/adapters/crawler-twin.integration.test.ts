import { CreateCrawlerCommand, CreateDatabaseCommand, GlueClient } from '@aws-sdk/client-glue';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { TestServer } from '../../../../shared/test/support/server';
import { describeCrawls } from '../twins/aws/memory-crawls-contract';
import { startGlueCloud } from './glue-cloud';

const CRAWLER = 'relay-local-contract';
const BUCKET = 'crawled';
let cloud: TestServer;
let client: GlueClient;

beforeAll(async () => {
  cloud = await startGlueCloud();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const settings = { endpoint: cloud.endpoint, region: 'us-east-1', credentials };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await s3.send(
    new PutObjectCommand({ Bucket: BUCKET, Key: 'raw/sales/a.csv', Body: 'day,sales\n2026-01-01,1\n2026-01-02,2\n' }),
  );
  s3.destroy();
  const iam = new IAMClient(settings);
  const trusted = { Effect: 'Allow', Principal: { Service: 'glue.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trusted] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'crawler', AssumeRolePolicyDocument }));
  iam.destroy();
  client = new GlueClient(settings);
  await client.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'contract' } }));
  await client.send(
    new CreateCrawlerCommand({
      Name: CRAWLER,
      Role: Role?.Arn,
      DatabaseName: 'contract',
      Targets: { S3Targets: [{ Path: `s3://${BUCKET}/raw/sales/` }] },
    }),
  );
}, 90_000);

afterAll(async () => {
  client?.destroy();
  await cloud?.stop();
});

describeCrawls('the local cloud', () => ({ client, crawlerName: CRAWLER }));
