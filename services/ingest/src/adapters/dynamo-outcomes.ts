import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { SettleOutcome } from '../ports';

const itemSchema = z.object({
  runId: z.string(),
  kind: z.enum(['accepted', 'collected', 'rejected']),
  detail: z.string(),
  key: z.string(),
  decidedAt: z.string(),
});

export const outcomeKey = (runId: string): { pk: string } => ({ pk: `DATASET#${runId}` });

/** One item per data set, written once: `attribute_not_exists` lets the first outcome in and no other after it. */
export const dynamoSettleOutcome =
  (client: DynamoDBDocumentClient, table: string): SettleOutcome =>
  async (outcome) => {
    try {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: { ...outcomeKey(outcome.runId), ...outcome },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
      return outcome;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
    const settled = await client.send(new GetCommand({ TableName: table, Key: outcomeKey(outcome.runId), ConsistentRead: true }));
    return itemSchema.parse(settled.Item);
  };
