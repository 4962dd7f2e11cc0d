import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ChangeOf } from '../domain/changes';
import { placeOf } from '../domain/changes';
import { historySchema, mergeHistory, NO_HISTORY } from '../domain/history';
import { keyOf, packed, unpacked } from './table';

/** Runs of a pipeline that end at once meet in its item; who loses so often gives the event back to its queue. */
const TRIES = 10;

const keptSchema = z.object({ revision: z.number(), value: z.string().transform(unpacked).pipe(historySchema) });

/** Merges ended runs into their pipeline's item, on condition that nobody wrote it since it was read. */
export const applyHistory = async (
  client: DynamoDBDocumentClient,
  table: string,
  change: ChangeOf<'history'>,
): Promise<'applied' | 'stale'> => {
  const Key = keyOf(placeOf(change));
  for (let left = TRIES; ; left -= 1) {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    const { revision, value } = Item ? keptSchema.parse(Item) : { revision: 0, value: NO_HISTORY };
    const merged = change.entries.reduce(mergeHistory, value);
    if (merged === value) return 'stale';
    try {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: { ...Key, revision: revision + 1, value: packed(merged) },
          ConditionExpression: 'attribute_not_exists(pk) OR revision = :read',
          ExpressionAttributeValues: { ':read': revision },
        }),
      );
      return 'applied';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || left <= 1) throw error;
    }
  }
};
