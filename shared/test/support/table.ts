import { readFileSync } from 'node:fs';
import type { CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { parse } from 'yaml';

type Declared = Pick<CreateTableCommandInput, 'AttributeDefinitions' | 'KeySchema' | 'GlobalSecondaryIndexes'>;

/** Creates a table with the keys and indexes of the resource `Table` of a serverless.yml, so that a test has what a deploy makes. */
export const createDeclaredTable = async (client: DynamoDBClient, serverlessFile: string, name: string): Promise<void> => {
  const service = parse(readFileSync(serverlessFile, 'utf8'), { logLevel: 'silent' });
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes }: Declared = service.resources.Resources.Table.Properties;
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions,
      KeySchema,
      GlobalSecondaryIndexes,
    }),
  );
};
