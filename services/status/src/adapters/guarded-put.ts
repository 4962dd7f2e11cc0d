import type { DynamoDBDocumentClient, PutCommandInput } from '@aws-sdk/lib-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { unlessRefused } from '@glue-relay/shared/aws/unless-refused';
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
export const guardedPut = async (client: DynamoDBDocumentClient, put: PutCommandInput): Promise<'applied' | 'stale'> =>
  (await unlessRefused(client.send(new PutCommand(put)))) ? 'applied' : 'stale';
