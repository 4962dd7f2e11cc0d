import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Change, ChangeOf } from '../domain/changes';
import { placeOf } from '../domain/changes';
import { startOf } from '../domain/job-order';
import type { Listing } from '../domain/lists';
import { HEALTH, PROJECTION_MARK } from '../domain/places';
import type { Applied, ApplyChanges, MarkProjection } from '../ports';
import { applyAttempts } from './dynamo-attempts';
import { applyHistory } from './dynamo-histories';
import { keepOnce } from './dynamo-once';
import { ABSENT, guarded, guardedPut, OLDER } from './guarded-put';
import { INDEXES, keptVersion, keyOf, packed } from './table';

/** The writing side of the table: DynamoDB compares the versions, so two writers at once need no more than that. */
export const dynamoApplyChanges =
  (client: DynamoDBDocumentClient, table: string): ApplyChanges =>
  async (changes) => {
    const settled = await Promise.all([
      applyEach(ofKind(changes, 'put'), (change) => guardedPut(client, { TableName: table, ...putOf(change) })),
      applyEach(ofKind(changes, 'job'), (change) => guardedPut(client, { TableName: table, ...jobPut(change) })),
      applyEach(ofKind(changes, 'history'), (change) => applyHistory(client, table, change)),
      applyAttempts(client, table, ofKind(changes, 'attempt')),
      keepOnce(client, table, ofKind(changes, 'once')),
    ]);
    const results = new Map<Change, PromiseSettledResult<Applied>>(settled.flat());
    return changes.flatMap((change) => results.get(change) ?? []);
  };

const ofKind = <Kind extends Change['kind']>(changes: readonly Change[], kind: Kind): ChangeOf<Kind>[] =>
  changes.filter((change): change is ChangeOf<Kind> => change.kind === kind);

const applyEach = <One extends Change>(changes: readonly One[], apply: (change: One) => Promise<Applied>) =>
  Promise.all(changes.map(async (change) => [change, (await Promise.allSettled([apply(change)]))[0]] as const));

/** Keeps how far the projection is; of two writers at once either is right. */
export const dynamoMarkProjection =
  (client: DynamoDBDocumentClient, table: string): MarkProjection =>
  async (mark) => {
    const Item = { ...keyOf({ collection: HEALTH, id: PROJECTION_MARK }), value: packed(mark) };
    await client.send(new PutCommand({ TableName: table, Item }));
  };

/** A put with its guard; a loader into an empty table takes the item alone. */
export const putOf = ({ place, version, value, listing }: ChangeOf<'put'>) => ({
  Item: { ...keyOf(place), version: keptVersion(version), value: packed(value), ...(listing ? attributesOf(listing) : {}) },
  ...guarded(`${ABSENT} OR ${OLDER}`, version),
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
const jobPut = (change: ChangeOf<'job'>) => {
  const { version, value } = change;
  const item = { ...keyOf(placeOf(change)), version: keptVersion(version), value: packed(value) };
  if (value.runId === null) return { Item: item, ConditionExpression: ABSENT };
  const start = startOf(value);
  return {
    Item: { ...item, jobRun: value.runId, jobStart: start },
    ...guarded([ABSENT, NEVER_RAN, SAME_RUN_EARLIER, OTHER_RUN_EARLIER].join(' OR '), version, {
      ':run': value.runId,
      ':start': start,
    }),
  };
};
