import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unlessRefused } from '@glue-relay/shared/aws/unless-refused';
import type { Watch } from '../domain/notices/alerts';
import { deadlineOf } from '../domain/notices/alerts';
import { hasEnded } from '../domain/run';
import type { AlertStore } from '../notice-ports';
import type { Commit } from '../ports';
import { ACTIVE_INDEX, runKey } from './table-keys';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

const DEADLINES = 'DEADLINE';
const deadlineKey = (runId: string) => ({ ...runKey(runId), sk: DEADLINES });
const watchKey = (pipeline: string) => ({ pk: `PIPELINE#${pipeline}`, sk: 'WATCH' });

/**
 * Written with a run that is made or redriven, where its pipeline has a deadline; in the index `active` by that time until
 * it was looked at.
 */
export const deadlineItems = (table: string, { before, run }: Pick<Commit, 'before' | 'run'>): TransactItem[] => {
  const deadline = deadlineOf(run);
  if (deadline === null || hasEnded(run) || before?.takenUpAt === run.takenUpAt) return [];
  const activeSk = `${new Date(deadline).toISOString()}#${run.runId}`;
  return [{ Put: { TableName: table, Item: { ...deadlineKey(run.runId), activePk: DEADLINES, activeSk } } }];
};

/** The orchestrator's DynamoDB table as an `AlertStore`. */
export const dynamoAlertStore = (client: DynamoDBDocumentClient, table: string): AlertStore => ({
  deadlinesBefore: async (time, limit) => {
    const { Items } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: ACTIVE_INDEX,
        KeyConditionExpression: 'activePk = :pk AND activeSk < :until',
        ExpressionAttributeValues: { ':pk': DEADLINES, ':until': new Date(time).toISOString() },
        Limit: limit,
      }),
    );
    return (Items ?? []).map(({ pk }) => String(pk).slice(runKey('').pk.length));
  },
  dropDeadline: (runId, before) =>
    unlessRefused(
      client.send(
        new DeleteCommand({
          TableName: table,
          Key: deadlineKey(runId),
          ConditionExpression: 'attribute_exists(pk) AND activeSk < :until',
          ExpressionAttributeValues: { ':until': new Date(before).toISOString() },
        }),
      ),
    ),
  watch: async (pipeline, since) => {
    const known = await readWatch(client, table, pipeline);
    if (known) return known;
    const Item = { ...watchKey(pipeline), since, toldOf: null };
    const isFirst = await unlessRefused(
      client.send(new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
    );
    return (isFirst ? null : await readWatch(client, table, pipeline)) ?? { since, toldOf: null };
  },
  noteTold: (pipeline, stretch) =>
    unlessRefused(
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: watchKey(pipeline),
          UpdateExpression: 'SET toldOf = :stretch',
          ConditionExpression: 'attribute_exists(pk) AND toldOf <> :stretch',
          ExpressionAttributeValues: { ':stretch': stretch },
        }),
      ),
    ),
});

const readWatch = async (client: DynamoDBDocumentClient, table: string, pipeline: string): Promise<Watch | null> => {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: watchKey(pipeline), ConsistentRead: true }));
  return Item ? { since: Number(Item.since), toldOf: Item.toldOf === null ? null : Number(Item.toldOf) } : null;
};
