import type {
  BatchGetCommandInput,
  BatchGetCommandOutput,
  BatchWriteCommandInput,
  DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { BatchGetCommand, BatchWriteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { batchesOf } from '@glue-relay/shared/batches';
import type { SweepState, SweepStore } from '../ports';
import { outcomeKey } from './dynamo-outcomes';

/** Sizes of batches. Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const MAX_GETS = 100;
const MAX_WRITES = 25;
/** DynamoDB may leave part of a batch undone where it is throttled; so often it is asked for the rest. */
const MAX_ASKS = 5;

/** DynamoDB left part of a batch undone each time; the next sweep tries again. */
export class ThrottledBatchError extends Error {
  override readonly name = 'ThrottledBatchError';
}

const STATE_KEY = { pk: 'SWEEP' };
/** Looked at for `ANNOUNCED_AGAIN_MS`; kept a week, for people to see. */
const expiryOf = (announcedAt: number): number => Math.ceil(announcedAt / 1000) + 7 * 86_400;
const announcedKey = (runId: string): { pk: string } => ({ pk: `ANNOUNCED#${runId}` });

/** Ingest's table as a `SweepStore`: one item for the state, one for each object that was put to the intake by the sweep. */
export const dynamoSweepStore = (client: DynamoDBDocumentClient, table: string): SweepStore => ({
  state: async () => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: STATE_KEY, ConsistentRead: true }));
    return Item ? (Item.state as SweepState) : null;
  },
  save: async (state) => {
    await client.send(new PutCommand({ TableName: table, Item: { ...STATE_KEY, state } }));
  },
  settled: async (runIds) => {
    const items = await getAll(client, table, runIds.map(outcomeKey), 'pk');
    return among(
      runIds,
      items.map(({ pk }) => pk),
      outcomeKey,
    );
  },
  announcedSince: async (runIds, since) => {
    const items = await getAll(client, table, runIds.map(announcedKey), 'pk, announcedAt');
    const recent = items.filter(({ announcedAt }) => Number(announcedAt) >= since);
    return among(
      runIds,
      recent.map(({ pk }) => pk),
      announcedKey,
    );
  },
  noteAnnounced: async (runIds, announcedAt) => {
    for (const batch of batchesOf(runIds, MAX_WRITES)) {
      await writeAll(client, {
        [table]: batch.map((runId) => ({
          PutRequest: { Item: { ...announcedKey(runId), announcedAt, expiresAt: expiryOf(announcedAt) } },
        })),
      });
    }
  },
});

/** Eventually consistent: a read that comes too early costs a message that says nothing new. */
const getAll = async (
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly { pk: string }[],
  ProjectionExpression: string,
): Promise<Record<string, unknown>[]> => {
  const found: Record<string, unknown>[] = [];
  for (const Keys of batchesOf(keys, MAX_GETS)) {
    let owed: BatchGetCommandInput['RequestItems'] = { [table]: { Keys, ProjectionExpression } };
    for (let asks = 0; isLeft(owed); asks += 1) {
      if (asks === MAX_ASKS) throw new ThrottledBatchError(`${table} did not give all of a batch`);
      const answer: BatchGetCommandOutput = await client.send(new BatchGetCommand({ RequestItems: owed }));
      found.push(...(answer.Responses?.[table] ?? []));
      owed = answer.UnprocessedKeys;
    }
  }
  return found;
};

const writeAll = async (client: DynamoDBDocumentClient, items: BatchWriteCommandInput['RequestItems']): Promise<void> => {
  let owed = items;
  for (let asks = 0; isLeft(owed); asks += 1) {
    if (asks === MAX_ASKS) throw new ThrottledBatchError('not all of a batch was written');
    owed = (await client.send(new BatchWriteCommand({ RequestItems: owed }))).UnprocessedItems;
  }
};

const isLeft = (owed: object | undefined): boolean => owed !== undefined && Object.keys(owed).length > 0;

const among = (
  runIds: readonly string[],
  pks: readonly unknown[],
  keyOf: (runId: string) => { pk: string },
): ReadonlySet<string> => {
  const found = new Set(pks);
  return new Set(runIds.filter((runId) => found.has(keyOf(runId).pk)));
};
