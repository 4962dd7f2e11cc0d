import type { SQSClient } from '@aws-sdk/client-sqs';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { RepublishPorts } from './republish';

const ITEMS_ON_A_PAGE = 200;

/** Segments of the service's own table. This scans, as a rebuild has to see all there is; no request waits for it. */
export const tableSegments =
  (client: DynamoDBDocumentClient, table: string, segments: number): RepublishPorts['readPage'] =>
  async (segment, after) => {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({
        TableName: table,
        Segment: segment,
        TotalSegments: segments,
        Limit: ITEMS_ON_A_PAGE,
        ...(after ? { ExclusiveStartKey: after } : {}),
      }),
    );
    return { items: Items, next: LastEvaluatedKey ?? null };
  };

/** A queue refused messages; those before them are sent, and a repeat does no harm. */
export class StretchesRefusedError extends Error {
  override readonly name = 'StretchesRefusedError';
}

/** Sends at most ten stretches, which is what SQS takes at once. */
export const stretchQueue =
  (client: SQSClient, queueUrl: string): RepublishPorts['send'] =>
  async (stretches) => {
    const Entries = stretches.map((stretch, index) => ({ Id: String(index), MessageBody: JSON.stringify(stretch) }));
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    if (Failed.length > 0) throw new StretchesRefusedError(`${queueUrl}: ${Failed.map(({ Code }) => Code).join(', ')}`);
  };
