import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { GetCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { BatchChange, BatchStore, OwedBatch } from '../batch-ports';
import type { Batch, ClosedBatch } from '../domain/batch';

/** Index of what is owed to batches, by time: only items of open and of unsaid batches are in it. */
export const OWED_INDEX = 'owed';
const OWED = 'BATCH';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

const openKey = (groupId: string): { pk: string } => ({ pk: `OPEN-BATCH#${groupId}` });
const closedKey = (runId: string): { pk: string } => ({ pk: `BATCH#${runId}` });
const memberKey = (runId: string): { pk: string } => ({ pk: `BATCH-MEMBER#${runId}` });

/** Reasons for which a transaction is tried again by the caller: something is not as it was read, or another is writing it. */
const LOST_RACE = new Set(['ConditionalCheckFailed', 'TransactionConflict']);

/** Ingest's table as a `BatchStore`: an item for each group's open batch, one for each closed batch, one for each file in one. */
export const dynamoBatchStore = (client: DynamoDBDocumentClient, table: string): BatchStore => {
  const read = async (Key: { pk: string }) =>
    (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
  return {
    batchOf: async (runId) => {
      const item = await read(memberKey(runId));
      return item ? String(item.batchRunId) : null;
    },
    open: async (groupId) => {
      const item = await read(openKey(groupId));
      return item ? { batch: item.batch as Batch, revision: Number(item.revision) } : null;
    },
    commit: async (change) => {
      try {
        await client.send(new TransactWriteCommand({ TransactItems: writesOf(table, change) }));
        return true;
      } catch (error) {
        const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
        if (reasons.some(({ Code }) => LOST_RACE.has(Code ?? ''))) return false;
        throw error;
      }
    },
    closed: async (runId) => {
      const item = await read(closedKey(runId));
      return item ? { batch: item.batch as ClosedBatch, said: item.owed === undefined } : null;
    },
    noteSaid: async (runId) => {
      await client.send(new UpdateCommand({ TableName: table, Key: closedKey(runId), UpdateExpression: 'REMOVE owed, owedAt' }));
    },
    owed: async (by, Limit) => {
      const { Items } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: OWED_INDEX,
          KeyConditionExpression: 'owed = :owed AND owedAt <= :by',
          ExpressionAttributeValues: { ':owed': OWED, ':by': by },
          Limit,
        }),
      );
      return (Items ?? []).map(({ groupId, runId }): OwedBatch => ({ groupId: String(groupId), runId: String(runId) }));
    },
  };
};

const writesOf = (TableName: string, change: BatchChange): TransactItem[] => {
  const { groupId, closed, member } = change;
  const isNew = { TableName, ConditionExpression: 'attribute_not_exists(pk)' };
  return [
    openWrite(TableName, change),
    ...(closed
      ? [
          {
            Put: {
              ...isNew,
              Item: {
                ...closedKey(closed.runId),
                groupId,
                runId: closed.runId,
                batch: closed,
                owed: OWED,
                owedAt: closed.closedAt,
              },
            },
          },
        ]
      : []),
    ...(member ? [{ Put: { ...isNew, Item: { ...memberKey(member.runId), batchRunId: member.batchRunId } } }] : []),
  ];
};

/** A revision alone would not do: a batch that is opened after another was closed begins to count anew. */
const openWrite = (TableName: string, { groupId, before, next }: BatchChange): TransactItem => {
  const Key = openKey(groupId);
  const asRead = before
    ? {
        ConditionExpression: 'revision = :revision AND runId = :runId',
        ExpressionAttributeValues: { ':revision': before.revision, ':runId': before.batch.runId },
      }
    : { ConditionExpression: 'attribute_not_exists(pk)' };
  if (next) {
    const Item = {
      ...Key,
      groupId,
      runId: next.runId,
      revision: (before?.revision ?? 0) + 1,
      batch: next,
      owed: OWED,
      owedAt: next.closesAt,
    };
    return { Put: { TableName, Item, ...asRead } };
  }
  return { Delete: { TableName, Key, ...asRead } };
};
