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
  readonly getJobRuns: number;
}

/** Writes of a DynamoDB request and their units: two for each begun KB of an item in a transaction, one outside. */
export const writesIn = (operation: string, body: string): { writes: number; units: number } => {
  if (!/^DynamoDB\.(TransactWriteItems|PutItem|UpdateItem|DeleteItem)$/.test(operation)) return { writes: 0, units: 0 };
  const request = JSON.parse(body) as { TransactItems?: unknown[] };
  const kilobytes = (item: unknown) => Math.ceil(JSON.stringify(item).length / 1024);
  if (!request.TransactItems) return { writes: 1, units: kilobytes(request) };
  const units = request.TransactItems.reduce((sum: number, item) => sum + 2 * kilobytes(item), 0);
  return { writes: request.TransactItems.length, units };
};

/** Estimated price of a usage. Reads are counted as one unit each, for a run's item is below 4 KB. */
export const dollars = (usage: Usage, price: typeof prices): number =>
  usage.lambdaGbSeconds * price.lambdaPerGbSecond +
  (usage.lambdaInvocations * price.lambdaPerMillionRequests +
    usage.dynamoDbWriteUnits * price.dynamoDbPerMillionWrites +
    usage.dynamoDbReads * price.dynamoDbPerMillionReads +
    usage.sqsRequests * price.sqsPerMillionRequests +
    usage.customEvents * price.eventBridgePerMillionCustomEvents) /
    1e6;
