import type { DynamoDBDocumentClient, UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { GetCommand, PutCommand, paginateQuery, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unlessRefused } from '@glue-relay/shared/aws/unless-refused';
import type { CommandRecord } from '../domain/commands';
import type { PipelineQueue, Waiting } from '../domain/queue';
import type { Run } from '../domain/run';
import type { NewestVersion } from '../domain/versions';
import type { CommitOutcome, RunStore } from '../ports';
import { aloneOf } from './run-item';
import { commandPut, outcomeOf, releaseSlotUpdate, transactionOf } from './run-transaction';
import { startCharges } from './start-charges';
import {
  ACTIVE_INDEX,
  activeRunEntry,
  commandKey,
  newestKey,
  pipelineEntry,
  QUEUE_PREFIX,
  runKey,
  slotsKey,
  sweepKey,
} from './table-keys';

/** The orchestrator's DynamoDB table as a `RunStore`. */
export const dynamoRunStore = (client: DynamoDBDocumentClient, table: string): RunStore => ({
  load: async (runId) => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: runKey(runId), ConsistentRead: true }));
    return Item ? (Item.run as Run) : null;
  },
  commit: async (commit): Promise<CommitOutcome> => {
    const writes = transactionOf(table, commit);
    try {
      const alone = aloneOf(commit, writes);
      if (alone) await client.send(new PutCommand(alone));
      else await client.send(new TransactWriteCommand({ TransactItems: writes.map(({ item }) => item) }));
      return 'committed';
    } catch (error) {
      return outcomeOf(error, writes);
    }
  },
  newestOf: async (pipeline, key) => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: newestKey(pipeline, key), ConsistentRead: true }));
    return Item ? (Item.newest as NewestVersion) : null;
  },
  commandOf: async (key) => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: commandKey(key), ConsistentRead: true }));
    return Item ? (Item.record as CommandRecord) : null;
  },
  recordCommand: (record) => unlessRefused(client.send(new PutCommand(commandPut(table, record)))),
  permitStart: async (limit, now) => {
    const [rested, busy] = startCharges(table, limit, now);
    return (await isCharged(client, rested)) || isCharged(client, busy);
  },
  queueOf: (pipeline) => readQueue(client, table, pipeline),
  releaseSlot: async (pipeline, runId) => {
    await client.send(new UpdateCommand(releaseSlotUpdate(table, pipeline, runId)));
  },
  dueRuns: (by) => {
    const { activePk, activeSk } = activeRunEntry(by + 1, '');
    return listIndex(client, table, 'activePk = :pk AND activeSk < :until', { ':pk': activePk, ':until': activeSk }, (item) => ({
      runId: String(item.pk).slice(runKey('').pk.length),
      due: Date.parse(String(item.activeSk).split('#', 1)[0] ?? ''),
    }));
  },
  sweptAt: async () => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: sweepKey, ConsistentRead: true }));
    return Item ? Number(Item.sweptAt) : null;
  },
  noteSwept: async (sweptAt) => {
    await client.send(new PutCommand({ TableName: table, Item: { ...sweepKey, sweptAt } }));
  },
  pipelines: () =>
    listIndex(client, table, 'activePk = :pk', { ':pk': pipelineEntry('').activePk }, (item) => String(item.activeSk)),
});

/** Whoever loses a race for the last start of a bucket is refused: it waits, as it would for an empty one. */
const isCharged = (client: DynamoDBDocumentClient, charge: UpdateCommandInput): Promise<boolean> =>
  unlessRefused(client.send(new UpdateCommand(charge)));

const readQueue = async (client: DynamoDBDocumentClient, table: string, pipeline: string): Promise<PipelineQueue> => {
  const [slots, [head, second]] = await Promise.all([
    client.send(new GetCommand({ TableName: table, Key: slotsKey(pipeline), ConsistentRead: true })),
    readWaiting(client, table, pipeline, { first: 2 }),
  ]);
  const active: ReadonlySet<string> = slots.Item?.active ?? new Set<string>();
  const newest = second ? (await readWaiting(client, table, pipeline, { last: 1 }))[0] : head;
  const partitions: ReadonlySet<string> | undefined = slots.Item?.activePartitions;
  return {
    active: [...active],
    ...(partitions ? { partitions: [...partitions] } : {}),
    head: head ?? null,
    newest: newest ?? null,
  };
};

/** The first or the last of those that wait. */
const readWaiting = async (
  client: DynamoDBDocumentClient,
  table: string,
  pipeline: string,
  which: { readonly first: number } | { readonly last: number },
): Promise<Waiting[]> => {
  const { Items } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': slotsKey(pipeline).pk, ':prefix': QUEUE_PREFIX },
      ConsistentRead: true,
      ScanIndexForward: 'first' in which,
      Limit: 'first' in which ? which.first : which.last,
    }),
  );
  return (Items ?? []).map(({ runId, place }) => ({ runId: String(runId), place: Number(place) }));
};

const listIndex = async <Listed>(
  client: DynamoDBDocumentClient,
  table: string,
  KeyConditionExpression: string,
  ExpressionAttributeValues: Record<string, string>,
  read: (item: Record<string, unknown>) => Listed,
): Promise<Listed[]> => {
  const query = { TableName: table, IndexName: ACTIVE_INDEX, KeyConditionExpression, ExpressionAttributeValues };
  const found: Listed[] = [];
  for await (const page of paginateQuery({ client }, query)) found.push(...(page.Items ?? []).map(read));
  return found;
};
