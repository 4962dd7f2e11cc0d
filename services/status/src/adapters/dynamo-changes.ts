import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient, PutCommandInput } from '@aws-sdk/lib-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Change } from '../domain/changes';
import { startOf } from '../domain/job-order';
import type { Listing } from '../domain/lists';
import { HEALTH, JOBS, PROJECTION_MARK } from '../domain/places';
import type { ApplyChange, MarkProjection } from '../ports';
import { applyAttempt } from './dynamo-attempts';
import { applyHistory } from './dynamo-histories';
import { INDEXES, keptVersion, keyOf, packed } from './table';

/** The writing side of the table: DynamoDB compares the versions, so two writers at once need no more than that. */
export const dynamoApplyChange =
  (client: DynamoDBDocumentClient, table: string): ApplyChange =>
  async (change) => {
    switch (change.kind) {
      case 'put':
        return guardedPut(client, { TableName: table, ...putOf(change) });
      case 'job':
        return guardedPut(client, { TableName: table, ...jobPut(change) });
      case 'attempt':
        return applyAttempt(client, table, change);
      case 'history':
        return applyHistory(client, table, change);
    }
  };

/** Keeps how far the projection is; of two writers at once either is right. */
export const dynamoMarkProjection =
  (client: DynamoDBDocumentClient, table: string): MarkProjection =>
  async (mark) => {
    const Item = { ...keyOf({ collection: HEALTH, id: PROJECTION_MARK }), value: packed(mark) };
    await client.send(new PutCommand({ TableName: table, Item }));
  };

const guardedPut = async (client: DynamoDBDocumentClient, put: PutCommandInput): Promise<'applied' | 'stale'> => {
  try {
    await client.send(new PutCommand(put));
    return 'applied';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'stale';
    throw error;
  }
};

const ABSENT = 'attribute_not_exists(pk)';
const OLDER = '#version < :version';
const NAMES = { ExpressionAttributeNames: { '#version': 'version' } };

/** A put with its guard; a loader into an empty table takes the item alone. */
export const putOf = ({ place, version, value, listing }: Extract<Change, { kind: 'put' }>) => ({
  Item: { ...keyOf(place), version: keptVersion(version), value: packed(value), ...(listing ? attributesOf(listing) : {}) },
  ConditionExpression: `${ABSENT} OR ${OLDER}`,
  ...NAMES,
  ExpressionAttributeValues: { ':version': keptVersion(version) },
});

const attributesOf = ({ order, lists, line }: Listing) => ({
  listOrder: order,
  line: packed(line),
  ...Object.fromEntries(lists.map(({ dimension, name }) => [INDEXES[dimension].attribute, name])),
});

const NEVER_RAN = 'attribute_not_exists(jobRun)';
const SAME_RUN_EARLIER = `(jobRun = :run AND ${OLDER})`;
const OTHER_RUN_EARLIER = '(jobRun <> :run AND jobStart < :start)';

/** Guarded as `jobIsLater` in the domain; a job that never ran is only noted where nothing is. */
const jobPut = ({ version, value }: Extract<Change, { kind: 'job' }>) => {
  const item = { ...keyOf({ collection: JOBS, id: value.name }), version: keptVersion(version), value: packed(value) };
  if (value.runId === null) return { Item: item, ConditionExpression: ABSENT };
  const start = startOf(value);
  return {
    Item: { ...item, jobRun: value.runId, jobStart: start },
    ConditionExpression: [ABSENT, NEVER_RAN, SAME_RUN_EARLIER, OTHER_RUN_EARLIER].join(' OR '),
    ...NAMES,
    ExpressionAttributeValues: { ':version': keptVersion(version), ':run': value.runId, ':start': start },
  };
};
