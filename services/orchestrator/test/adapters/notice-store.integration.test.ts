import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { snsNotices } from '@glue-relay/shared/aws/sns-notices';
import type { TestCloud } from '../../../../shared/test/support/ministack';
import { startTestCloud } from '../../../../shared/test/support/ministack';
import { dynamoAlertStore } from '../../src/adapters/alert-store';
import { dynamoNoticeStore } from '../../src/adapters/notice-store';
import { dynamoRunStore } from '../../src/adapters/run-store';
import { statusUrl } from '../../src/adapters/status-url';
import { describeAlertStore } from '../twins/alert-store-contract';
import { describeNoticeStore } from '../twins/notice-store-contract';

const TABLE = 'relay-orchestrator-test';
let cloud: TestCloud;
let dynamo: DynamoDBClient;

const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];

beforeAll(async () => {
  cloud = await startTestCloud();
  dynamo = new DynamoDBClient(cloud.client);
  await dynamo.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'activePk', 'activeSk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S' as const,
      })),
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: [
        { IndexName: 'active', KeySchema: keys('activePk', 'activeSk'), Projection: { ProjectionType: 'KEYS_ONLY' } },
      ],
    }),
  );
}, 60_000);

afterAll(async () => {
  dynamo?.destroy();
  await cloud?.stop();
});

describeNoticeStore('DynamoDB', () => dynamoNoticeStore(DynamoDBDocumentClient.from(dynamo), TABLE));

describeAlertStore('DynamoDB', () => {
  const documents = DynamoDBDocumentClient.from(dynamo, { marshallOptions: { removeUndefinedValues: true } });
  return { runs: dynamoRunStore(documents, TABLE), alerts: dynamoAlertStore(documents, TABLE) };
});

it('a message reaches who subscribed, with its subject', async () => {
  const [sns, sqs] = [new SNSClient(cloud.client), new SQSClient(cloud.client)];
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'alarms' }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'inbox' }));
  const Endpoint = 'arn:aws:sqs:us-east-1:000000000000:inbox';
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
  await snsNotices(sns, TopicArn)({ subject: '[relay test] demo failed', text: 'größe\nline' });
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
  expect(JSON.parse(Messages?.[0]?.Body ?? '')).toMatchObject({ Subject: '[relay test] demo failed', Message: 'größe\nline' });
  sns.destroy();
  sqs.destroy();
});

it('the address of status is known once it is deployed, and asked for once a minute at most', async () => {
  const ssm = new SSMClient(cloud.client);
  const time = { now: 0 };
  const url = statusUrl(ssm, 'test', () => time.now);
  expect(await url()).toBeNull();
  await ssm.send(new PutParameterCommand({ Name: '/relay/test/status/api-url', Value: 'https://s.example/', Type: 'String' }));
  expect(await url()).toBeNull();
  time.now += 60_000;
  expect(await url()).toBe('https://s.example');
  ssm.destroy();
});
