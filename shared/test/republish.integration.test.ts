import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { stretchQueue, tableSegments } from '../src/republish/adapters';
import type { TestCloud } from './support/ministack';
import { startTestCloud } from './support/ministack';

const SEGMENTS = 4;
/** More than a page holds of each segment. */
const ITEMS = 1_000;
const TABLE = 'held';

let cloud: TestCloud;
let dynamo: DynamoDBClient;
let sqs: SQSClient;

beforeAll(async () => {
  cloud = await startTestCloud();
  dynamo = new DynamoDBClient(cloud.client);
  sqs = new SQSClient(cloud.client);
}, 60_000);

afterAll(async () => {
  dynamo.destroy();
  sqs.destroy();
  await cloud.stop();
});

it('segments, page by page, are every item of the table once', async () => {
  await dynamo.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  const documents = DynamoDBDocumentClient.from(dynamo);
  const names = Array.from({ length: ITEMS }, (_, index) => `item-${index}`);
  for (const pk of names) await documents.send(new PutCommand({ TableName: TABLE, Item: { pk } }));
  const readPage = tableSegments(documents, TABLE, SEGMENTS);
  const found: unknown[] = [];
  for (let segment = 0; segment < SEGMENTS; segment += 1) {
    let after: Awaited<ReturnType<typeof readPage>>['next'] = null;
    do {
      const page = await readPage(segment, after);
      found.push(...page.items.map((item) => (item as { pk: string }).pk));
      // As a message carries it.
      after = JSON.parse(JSON.stringify(page.next));
    } while (after !== null);
  }
  expect(found.sort()).toEqual(names.sort());
}, 30_000);

it('a stretch comes out of the queue as it went in', async () => {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'stretches' }));
  const stretches = [0, 1].map((segment) => ({ republishId: 'r', segment, after: segment === 0 ? null : { pk: 'item-1' } }));
  await stretchQueue(sqs, QueueUrl)(stretches);
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 }));
  expect(Messages.map(({ Body }) => JSON.parse(Body ?? '')).sort((one, other) => one.segment - other.segment)).toEqual(stretches);
});
