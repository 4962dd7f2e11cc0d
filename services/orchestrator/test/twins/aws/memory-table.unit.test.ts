import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dynamoAlertStore } from '../../../src/adapters/alert-store';
import { dynamoNoticeStore } from '../../../src/adapters/notice-store';
import { dynamoRunStore } from '../../../src/adapters/run-store';
import { describeAlertStore } from '../alert-store-contract';
import { describeNoticeStore } from '../notice-store-contract';
import { describeRunStore } from '../run-store-contract';
import { directClientOf, UnknownCommandError } from './client-twin';
import { memoryTable } from './memory-table';
import { describeTable } from './memory-table-contract';

const clientOf = () => directClientOf(DynamoDBDocumentClient, memoryTable().answer);
const client = clientOf();

describeTable('the twin', () => ({ client, table: 'table' }));
describeRunStore('the adapter over the twin of DynamoDB', () => dynamoRunStore(clientOf(), 'table'));
describeNoticeStore('the adapter over the twin of DynamoDB', () => dynamoNoticeStore(clientOf(), 'table'));
describeAlertStore('the adapter over the twin of DynamoDB', () => {
  const documents = clientOf();
  return { runs: dynamoRunStore(documents, 'table'), alerts: dynamoAlertStore(documents, 'table') };
});

it('refuses what it does not know rather than to guess', async () => {
  const other = directClientOf(DynamoDBDocumentClient, () => {
    throw new UnknownCommandError('unknown');
  });
  await expect(other.send(new GetCommand({ TableName: 't', Key: {} }))).rejects.toThrow(UnknownCommandError);
  const broken = { TableName: 't', Key: { pk: 'a', sk: 'b' }, UpdateExpression: 'GUESS a' };
  await expect(client.send(new UpdateCommand(broken))).rejects.toMatchObject({ name: 'ValidationException' });
});

it('shows the index what was written when it is told to', async () => {
  const late: (() => void)[] = [];
  const slow = directClientOf(DynamoDBDocumentClient, memoryTable({ toIndex: (apply) => late.push(apply) }).answer);
  await slow.send(new PutCommand({ TableName: 't', Item: { pk: 'a', sk: 'b', activePk: 'P', activeSk: '1' } }));
  const query = {
    TableName: 't',
    IndexName: 'active',
    KeyConditionExpression: 'activePk = :pk',
    ExpressionAttributeValues: { ':pk': 'P' },
  };
  expect((await slow.send(new QueryCommand(query))).Items).toEqual([]);
  for (const apply of late) apply();
  expect((await slow.send(new QueryCommand(query))).Items).toHaveLength(1);
});
