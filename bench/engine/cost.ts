import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { itemBytes } from './item-size';
import type prices from './prices.json';

/** What the orchestrator used for some runs: calls, and what AWS bills of them. */
export interface Usage {
  readonly lambdaInvocations: number;
  readonly lambdaGbSeconds: number;
  readonly dynamoDbWrites: number;
  readonly dynamoDbWriteUnits: number;
  readonly dynamoDbReads: number;
  readonly sqsRequests: number;
  readonly customEvents: number;
  readonly s3Reads: number;
  readonly s3Writes: number;
  readonly getJobRuns: number;
}

type Attributes = Readonly<Record<string, AttributeValue>>;

/** One write, as the body of PutItem and the like or as an item of a transaction. */
interface WriteRequest {
  readonly Item?: Attributes;
  readonly Key?: Attributes;
  readonly ExpressionAttributeValues?: Attributes;
}

/**
 * Writes of a DynamoDB request and their units: one for each begun KB of an item, two in a transaction, and those of the index.
 * Of an update only what it names is known; the items that are updated are small.
 */
export const writesIn = (operation: string, body: string): { writes: number; units: number } => {
  if (!/^DynamoDB\.(TransactWriteItems|PutItem|UpdateItem|DeleteItem)$/.test(operation)) return { writes: 0, units: 0 };
  const request = JSON.parse(body) as WriteRequest & { TransactItems?: readonly Readonly<Record<string, WriteRequest>>[] };
  const given = request.TransactItems?.flatMap((item) => Object.values(item)) ?? [request];
  const each = request.TransactItems ? 2 : 1;
  return { writes: given.length, units: given.reduce((sum, write) => sum + each * kilobytes(write) + indexUnits(write), 0) };
};

const kilobytes = ({ Item, Key, ExpressionAttributeValues }: WriteRequest): number =>
  Math.ceil(itemBytes(Item ?? { ...Key, ...ExpressionAttributeValues }) / 1024);

/** A running run's entry in the index `active` is replaced by each commit, so removed and made: one unit each. */
const indexUnits = ({ Item }: WriteRequest): number => (Item && 'activePk' in Item ? 2 : 0);

/** Estimated price of a usage, by service. Reads are counted as one unit each, for a run's item is below 4 KB. */
export const dollarsByService = (usage: Usage, price: typeof prices) => ({
  lambdaCompute: usage.lambdaGbSeconds * price.lambdaPerGbSecond,
  lambdaRequests: (usage.lambdaInvocations * price.lambdaPerMillionRequests) / 1e6,
  dynamoDbWrites: (usage.dynamoDbWriteUnits * price.dynamoDbPerMillionWrites) / 1e6,
  dynamoDbReads: (usage.dynamoDbReads * price.dynamoDbPerMillionReads) / 1e6,
  sqs: (usage.sqsRequests * price.sqsPerMillionRequests) / 1e6,
  eventBridge: (usage.customEvents * price.eventBridgePerMillionCustomEvents) / 1e6,
  s3: (usage.s3Reads * price.s3PerMillionReads + usage.s3Writes * price.s3PerMillionWritesAndLists) / 1e6,
});
