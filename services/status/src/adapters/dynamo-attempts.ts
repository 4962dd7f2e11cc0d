import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { unlessRefused } from '@glue-relay/shared/aws/unless-refused';
import { batchesOf } from '@glue-relay/shared/batches';
import * as z from 'zod';
import type { ChangeOf } from '../domain/changes';
import type { BucketDelta } from '../domain/contribution';
import { bucketDeltas, contributionSchema, summedDeltas } from '../domain/contribution';
import { costsOf } from '../domain/places';
import type { Applied } from '../ports';
import { ABSENT, guarded, guardedPut, OLDER } from './guarded-put';
import { keptVersion, keyOf, packed } from './table';

type AttemptChange = ChangeOf<'attempt'>;
type Settled = [AttemptChange, PromiseSettledResult<Applied>];
type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** A transaction takes 100 items, and each attempt may be of a day and pipeline of its own. */
const MOST_TOGETHER = 25;
/** A day's bucket is one item, so writers at once meet in it; who loses so often gives the event back to its queue. */
const TRIES = 10;

/**
 * Puts attempts. Those that add to the costs are put with their days' buckets in one transaction; where one of it is not as
 * expected, each by itself.
 */
export const applyAttempts = async (
  client: DynamoDBDocumentClient,
  table: string,
  changes: readonly AttemptChange[],
): Promise<Settled[]> => {
  const free = changes.filter(({ contribution }) => contribution === null);
  const billed = changes.filter(({ contribution }) => contribution !== null);
  const settled = await Promise.all([
    ...free.map(async (change): Promise<Settled[]> => [await settle(change, () => applyFree(client, table, change))]),
    ...batchesOf(billed, MOST_TOGETHER).map((batch) => applyBilled(client, table, batch)),
  ]);
  return settled.flat();
};

const settle = async (change: AttemptChange, apply: () => Promise<Applied>): Promise<Settled> => {
  const [result] = await Promise.allSettled([apply()]);
  return [change, result];
};

const applyFree = async (client: DynamoDBDocumentClient, table: string, change: AttemptChange): Promise<Applied> => {
  const put = await guardedPut(client, freshPut(table, change));
  return put === 'applied' ? put : applyAttempt(client, table, change);
};

const applyBilled = async (
  client: DynamoDBDocumentClient,
  table: string,
  batch: readonly AttemptChange[],
): Promise<Settled[]> => {
  const deltas = summedDeltas(batch.flatMap(({ contribution }) => bucketDeltas(null, contribution)));
  const items = [
    ...batch.map((change) => ({ Put: freshPut(table, change) })),
    ...deltas.map((delta) => bucketUpdate(table, delta)),
  ];
  const [together] = await Promise.allSettled([transact(client, items)]);
  if (together.status === 'rejected') return batch.map((change) => [change, together]);
  if (together.value) return batch.map((change) => [change, { status: 'fulfilled', value: 'applied' }]);
  // In turn, for they share buckets.
  const settled: Settled[] = [];
  for (const change of batch) settled.push(await settle(change, () => applyAttempt(client, table, change)));
  return settled;
};

/** Holds where nothing newer is there and nothing was added to the costs. */
const NEW = `${ABSENT} OR (${OLDER} AND attribute_not_exists(contribution))`;

const freshPut = (table: string, change: AttemptChange) => ({ ...attemptPut(table, change), ...guarded(NEW, change.version) });

const attemptPut = (table: string, { place, version, value, contribution }: AttemptChange) => ({
  TableName: table,
  Item: { ...keyOf(place), version: keptVersion(version), value: packed(value), ...(contribution ? { contribution } : {}) },
});

/** @returns false where it lost a race or one of its conditions does not hold */
const transact = (client: DynamoDBDocumentClient, TransactItems: TransactItem[]): Promise<boolean> =>
  unlessRefused(client.send(new TransactWriteCommand({ TransactItems })));

const keptSchema = z.object({ version: z.string(), contribution: contributionSchema.optional() });
type Kept = z.infer<typeof keptSchema>;

/** Who loses a race with other writers is to try again later. */
export class ContendedBucketError extends Error {
  override readonly name = 'ContendedBucketError';
}

/**
 * Puts an attempt and what it adds to its day's costs in one transaction, on condition that the attempt is still as it was
 * read: a repeat or a late event adds nothing, and what an earlier event added is taken back.
 */
const applyAttempt = async (client: DynamoDBDocumentClient, table: string, change: AttemptChange): Promise<Applied> => {
  for (let left = TRIES; left > 0; left -= 1) {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: keyOf(change.place), ConsistentRead: true }));
    const kept = Item && keptSchema.parse(Item);
    if (kept && kept.version >= keptVersion(change.version)) return 'stale';
    const deltas = bucketDeltas(kept?.contribution ?? null, change.contribution);
    const items = [readPut(table, change, kept), ...deltas.map((delta) => bucketUpdate(table, delta))];
    if (await transact(client, items)) return 'applied';
  }
  throw new ContendedBucketError(`attempt ${change.place.id} met other writers ${TRIES} times in a row`);
};

const readPut = (table: string, change: AttemptChange, kept: Kept | undefined): TransactItem => {
  const put = attemptPut(table, change);
  if (!kept) return { Put: { ...put, ConditionExpression: ABSENT } };
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
