import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { NoticeLog } from '../quarantine-ports';

const noticeKey = (runId: string): { pk: string } => ({ pk: `NOTICE#${runId}` });

/** One item for each rejection that people are told of: who sends holds a lease until it is sent. */
export const dynamoNoticeLog = (client: DynamoDBDocumentClient, table: string): NoticeLog => ({
  claim: async (runId, now, leaseUntil) => {
    try {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: noticeKey(runId),
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
  confirm: async (runId) => {
    await client.send(
      new UpdateCommand({
        TableName: table,
        Key: noticeKey(runId),
        UpdateExpression: 'SET sent = :sent',
        ExpressionAttributeValues: { ':sent': true },
      }),
    );
  },
});
