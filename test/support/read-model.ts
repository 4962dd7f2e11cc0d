import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { TestRelay } from './relay';

const TableName = 'relay-status-local';

/** Takes every item out of the read model of status, page by page. */
export const wipeReadModel = async ({ client }: TestRelay): Promise<void> => {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(client));
  for await (const { Items = [] } of paginateScan({ client: documents, pageSize: 50 }, { TableName }))
    await Promise.all(Items.map(({ pk, sk }) => documents.send(new DeleteCommand({ TableName, Key: { pk, sk } }))));
};
