import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoRunStore } from '../../src/adapters/run-store';
import type { RunStore } from '../../src/ports';

const TABLE = 'relay-orchestrator-test';

/** The orchestrator's table, with the keys that serverless.yml gives it, on a server of a test's own. */
export interface RunTable {
  readonly store: RunStore;
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly close: () => void;
}

/** Makes the table at an endpoint. */
export const createRunTable = async (endpoint: string): Promise<RunTable> => {
  const client = new DynamoDBClient({
    endpoint,
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
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return { store: dynamoRunStore(documents, TABLE), client: documents, table: TABLE, close: () => client.destroy() };
};
