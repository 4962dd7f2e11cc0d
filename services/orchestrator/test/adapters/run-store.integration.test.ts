import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoRunStore } from '../../src/adapters/run-store';
import { describeRunStore } from '../twins/run-store-contract';
import type { LocalCloud } from './local-cloud';
import { startLocalCloud } from './local-cloud';

const TABLE = 'relay-orchestrator-test';
let cloud: LocalCloud;
let client: DynamoDBClient;

beforeAll(async () => {
  cloud = await startLocalCloud();
  client = new DynamoDBClient({
    endpoint: cloud.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const names = ['pk', 'sk', 'activePk', 'activeSk'];
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: [
        { IndexName: 'active', KeySchema: keys('activePk', 'activeSk'), Projection: { ProjectionType: 'KEYS_ONLY' } },
      ],
    }),
  );
}, 90_000);

afterAll(async () => {
  client?.destroy();
  await cloud?.stop();
});

describeRunStore('DynamoDB', () =>
  dynamoRunStore(DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }), TABLE),
);
