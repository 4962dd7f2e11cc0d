import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { NoticeLog } from '../notices/once';

/**
 * One item for each message: who sends it holds a lease until it is sent.
 *
 * @param keyOf - the item's key in the table, which holds nothing else
 */
export const dynamoNoticeLog = (
  client: DynamoDBDocumentClient,
  table: string,
  keyOf: (id: string) => Readonly<Record<string, string>>,
): NoticeLog => ({
  claim: async (id, now, leaseUntil) => {
    try {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: keyOf(id),
          UpdateExpression: 'SET leaseUntil = :until',
          ConditionExpression: 'attribute_not_exists(sent) AND (attribute_not_exists(leaseUntil) OR leaseUntil <= :now)',
          ExpressionAttributeValues: { ':until': leaseUntil, ':now': now },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return 'mine';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return error.Item?.sent ? 'sent' : 'held';
      throw error;
    }
  },
  confirm: async (id) => {
    await client.send(
      new UpdateCommand({
        TableName: table,
        Key: keyOf(id),
        UpdateExpression: 'SET sent = :sent',
        ExpressionAttributeValues: { ':sent': true },
      }),
    );
  },
});
