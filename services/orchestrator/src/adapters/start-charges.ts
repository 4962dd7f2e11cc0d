import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { StartLimit } from '../domain/start-limit';
import { boundsOf } from '../domain/start-limit';
import { startLimitKey } from './table-keys';

/**
 * The two ways in which a start can be charged, each one write that reads nothing: to a bucket that is full, and to one
 * that is not but has a start left. Not both conditions can hold; where neither does there is no start to be had.
 */
export const startCharges = (table: string, limit: StartLimit, now: number): [UpdateCommandInput, UpdateCommandInput] => {
  const { intervalMs, latestFullAt } = boundsOf(limit, now);
  const item = { TableName: table, Key: startLimitKey };
  return [
    {
      ...item,
      UpdateExpression: 'SET fullAt = :after',
      ConditionExpression: 'attribute_not_exists(fullAt) OR fullAt <= :now',
      ExpressionAttributeValues: { ':after': now + intervalMs, ':now': now },
    },
    {
      ...item,
      UpdateExpression: 'SET fullAt = fullAt + :interval',
      ConditionExpression: 'fullAt > :now AND fullAt <= :latest',
      ExpressionAttributeValues: { ':interval': intervalMs, ':now': now, ':latest': latestFullAt },
    },
  ];
};
