import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { GetCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unlessRefused } from '@glue-relay/shared/aws/unless-refused';
import type { Millis } from '../domain/run';
import type { HealthChange, KnownHealth, NoticeRecord, NoticeStore } from '../notice-ports';
import { expiring } from './retention';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

const healthKey = (pipeline: string) => ({ pk: `PIPELINE#${pipeline}`, sk: 'HEALTH' });
const noticeKey = (id: string) => ({ pk: `NOTICE#${id}`, sk: 'NOTICE' });

/** The orchestrator's DynamoDB table as a `NoticeStore`. */
export const dynamoNoticeStore = (client: DynamoDBDocumentClient, table: string): NoticeStore => {
  const get = async (Key: Record<string, string>) =>
    (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
  return {
    healthOf: async (pipeline) => ((await get(healthKey(pipeline)))?.known as KnownHealth | undefined) ?? null,
    find: async (id) => ((await get(noticeKey(id)))?.record as NoticeRecord | undefined) ?? null,
    commit: async ({ health, record, at }) => {
      const TransactItems = [...(health ? [healthItem(table, health)] : []), ...(record ? [recordItem(table, record, at)] : [])];
      return unlessRefused(client.send(new TransactWriteCommand({ TransactItems })));
    },
    claim: async ({ id, leaseUntil }, next) =>
      unlessRefused(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: noticeKey(id),
            UpdateExpression: 'SET #record.leaseUntil = :next',
            ConditionExpression: '#record.#state = :owed AND #record.leaseUntil = :seen',
            ExpressionAttributeNames: { '#record': 'record', '#state': 'state' },
            ExpressionAttributeValues: { ':owed': 'owed', ':seen': leaseUntil, ':next': next },
          }),
        ),
      ),
    confirm: async (id) => {
      const done: NoticeRecord = { state: 'done', id };
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: noticeKey(id),
          UpdateExpression: 'SET #record = :done',
          ExpressionAttributeNames: { '#record': 'record' },
          ExpressionAttributeValues: { ':done': done },
        }),
      );
    },
  };
};

const healthItem = (table: string, { pipeline, before, after }: HealthChange): TransactItem => {
  const Item = { ...healthKey(pipeline), revision: after.revision, known: after };
  if (before === null) return { Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' } };
  return {
    Put: { TableName: table, Item, ConditionExpression: 'revision = :before', ExpressionAttributeValues: { ':before': before } },
  };
};

const recordItem = (table: string, record: NoticeRecord, at: Millis): TransactItem => ({
  Put: {
    TableName: table,
    Item: { ...noticeKey(record.id), record, ...expiring(at) },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});
