import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Change } from '../domain/changes';
import type { BucketDelta } from '../domain/contribution';
import { bucketDeltas, contributionSchema } from '../domain/contribution';
import { costsOf } from '../domain/places';
import { keptVersion, keyOf, packed } from './table';

type AttemptChange = Extract<Change, { kind: 'attempt' }>;
type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** A day's bucket is one item, so writers at once meet in it; who loses so often gives the event back to its queue. */
const TRIES = 10;

const keptSchema = z.object({ version: z.string(), contribution: contributionSchema.nullable() });
type Kept = z.infer<typeof keptSchema>;

/**
 * Puts an attempt and what it adds to its day's costs in one transaction, on condition that the attempt is still as it was
 * read: a repeat or a late event adds nothing, and what an earlier event added is taken back.
 */
export const applyAttempt = async (
  client: DynamoDBDocumentClient,
  table: string,
  change: AttemptChange,
): Promise<'applied' | 'stale'> => {
  for (let left = TRIES; ; left -= 1) {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: keyOf(change.place), ConsistentRead: true }));
    const kept = Item && keptSchema.parse(Item);
    if (kept && kept.version >= keptVersion(change.version)) return 'stale';
    const deltas = bucketDeltas(kept?.contribution ?? null, change.contribution);
    try {
      await client.send(
        new TransactWriteCommand({
          TransactItems: [putOf(table, change, kept), ...deltas.map((delta) => bucketUpdate(table, delta))],
        }),
      );
      return 'applied';
    } catch (error) {
      if (!(error instanceof TransactionCanceledException) || !hasLostRace(error) || left <= 1) throw error;
    }
  }
};

const putOf = (table: string, { place, version, value, contribution }: AttemptChange, kept: Kept | undefined): TransactItem => {
  const put = { TableName: table, Item: { ...keyOf(place), version: keptVersion(version), value: packed(value), contribution } };
  if (!kept) return { Put: { ...put, ConditionExpression: 'attribute_not_exists(pk)' } };
  return {
    Put: {
      ...put,
      ConditionExpression: '#version = :read',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':read': kept.version },
    },
  };
};

const bucketUpdate = (
  table: string,
  { day, pipeline, standardDpuSeconds, flexDpuSeconds, attempts }: BucketDelta,
): TransactItem => ({
  Update: {
    TableName: table,
    Key: keyOf({ collection: costsOf(day), id: `${day}#${pipeline}` }),
    UpdateExpression:
      'SET #day = :day, pipeline = :pipeline ADD standardDpuSeconds :standard, flexDpuSeconds :flex, attempts :attempts',
    ExpressionAttributeNames: { '#day': 'day' },
    ExpressionAttributeValues: {
      ':day': day,
      ':pipeline': pipeline,
      ':standard': standardDpuSeconds,
      ':flex': flexDpuSeconds,
      ':attempts': attempts,
    },
  },
});

const LOST_RACE: ReadonlySet<string | undefined> = new Set(['ConditionalCheckFailed', 'TransactionConflict']);

const hasLostRace = ({ CancellationReasons }: TransactionCanceledException): boolean =>
  (CancellationReasons ?? []).some(({ Code }) => LOST_RACE.has(Code));
