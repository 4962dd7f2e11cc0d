import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient, PutCommandInput } from '@aws-sdk/lib-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { keptVersion } from './table';

export const ABSENT = 'attribute_not_exists(pk)';
/** For conditions under `guarded`. */
export const OLDER = '#version < :version';

/** A put's condition about the version that is kept, and more values that it names. */
export const guarded = (ConditionExpression: string, version: string, values: Readonly<Record<string, string>> = {}) => ({
  ConditionExpression,
  ExpressionAttributeNames: { '#version': 'version' },
  ExpressionAttributeValues: { ':version': keptVersion(version), ...values },
});

/** Puts the item; `stale` where its condition does not hold. */
export const guardedPut = async (client: DynamoDBDocumentClient, put: PutCommandInput): Promise<'applied' | 'stale'> => {
  try {
    await client.send(new PutCommand(put));
    return 'applied';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'stale';
    throw error;
  }
};
