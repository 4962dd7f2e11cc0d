import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { batchesOf } from '@glue-relay/shared/batches';
import type { ChangeOf } from '../domain/changes';
import type { Applied } from '../ports';
import { keyOf, packed } from './table';

type OnceChange = ChangeOf<'once'>;

/** Most items of a BatchWriteItem. Source: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const MOST_ITEMS = 25;

/** DynamoDB did not take some items of a batch, for it was too much at once; the events' return brings them again. */
export class UnprocessedItemsError extends Error {
  override readonly name = 'UnprocessedItemsError';
}

/** Writes entities that no other event has another value of, many in one request; those of a request fail together. */
export const keepOnce = async (
  client: DynamoDBDocumentClient,
  table: string,
  changes: readonly OnceChange[],
): Promise<[OnceChange, PromiseSettledResult<Applied>][]> => {
  const batches = await Promise.all(
    batchesOf(changes, MOST_ITEMS).map(async (batch) => {
      const [result] = await Promise.allSettled([keepBatch(client, table, batch)]);
      return batch.map((change): [OnceChange, PromiseSettledResult<Applied>] => [change, result]);
    }),
  );
  return batches.flat();
};

const keepBatch = async (client: DynamoDBDocumentClient, table: string, batch: readonly OnceChange[]): Promise<'kept'> => {
  const puts = batch.map(({ place, value }) => ({ PutRequest: { Item: { ...keyOf(place), value: packed(value) } } }));
  const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: { [table]: puts } }));
  const left = UnprocessedItems?.[table]?.length ?? 0;
  if (left > 0) throw new UnprocessedItemsError(`${left} of ${batch.length} items were not taken`);
  return 'kept';
};
