import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { startOf } from '../domain/job-order';
import type { Change } from '../domain/projection';
import type { ApplyChange } from '../ports';
import { keyOf, listAttributes } from './keys';

/** Guarded puts: DynamoDB compares the versions, so two writers at once need no more than that. */
export const dynamoApplyChange =
  (client: DynamoDBDocumentClient, table: string): ApplyChange =>
  async (change) => {
    try {
      await client.send(new PutCommand({ TableName: table, Item: itemOf(change), ...guardOf(change) }));
      return 'applied';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'stale';
      throw error;
    }
  };

const itemOf = (change: Change): Record<string, unknown> => {
  const item = { ...keyOf(change), version: change.version, value: change.value };
  switch (change.entity) {
    case 'run':
      return { ...item, ...listAttributes(change), summary: change.summary };
    case 'job':
      return { ...item, ...(change.value.runId === null ? {} : { jobRun: change.value.runId, jobStart: startOf(change.value) }) };
    case 'part':
    case 'model':
      return item;
  }
};

const ABSENT = 'attribute_not_exists(pk)';
const OLDER = '#version < :version';
const NEVER_RAN = 'attribute_not_exists(jobRun)';
const SAME_RUN_EARLIER = `(jobRun = :run AND ${OLDER})`;
const OTHER_RUN_EARLIER = '(jobRun <> :run AND jobStart < :start)';

const guardOf = (change: Change) => {
  const names = { ExpressionAttributeNames: { '#version': 'version' } };
  if (change.entity !== 'job') {
    return { ConditionExpression: `${ABSENT} OR ${OLDER}`, ...names, ExpressionAttributeValues: { ':version': change.version } };
  }
  // As `jobIsLater` in the domain; a job that never ran is only noted where nothing is.
  if (change.value.runId === null) return { ConditionExpression: ABSENT };
  return {
    ConditionExpression: [ABSENT, NEVER_RAN, SAME_RUN_EARLIER, OTHER_RUN_EARLIER].join(' OR '),
    ...names,
    ExpressionAttributeValues: { ':version': change.version, ':run': change.value.runId, ':start': startOf(change.value) },
  };
};
