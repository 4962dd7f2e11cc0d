import type { DynamoDBDocumentClient, QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { GetCommand, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { CostBucket } from '../domain/cost-report';
import { costsOf } from '../domain/places';
import type { CollectionQuery, ListQuery, ReadModel } from '../ports';
import { INDEXES, keyOf, unpacked } from './table';

const packedSchema = z.string().transform(unpacked);
const keptSchema = z.object({ sk: z.string(), value: packedSchema });
const lineSchema = z.object({ listOrder: z.string(), line: packedSchema });
const bucketSchema = z.object({
  day: z.string(),
  pipeline: z.string(),
  standardDpuSeconds: z.number(),
  flexDpuSeconds: z.number(),
  attempts: z.number(),
});

type Attributes = Required<Pick<QueryCommandInput, 'ProjectionExpression' | 'ExpressionAttributeNames'>>;

/** What is read of items: what is not asked for need not be read out of the answer. */
const VALUES: Attributes = { ProjectionExpression: 'sk, #value', ExpressionAttributeNames: { '#value': 'value' } };
const BUCKETS: Attributes = {
  ProjectionExpression: '#day, pipeline, standardDpuSeconds, flexDpuSeconds, attempts',
  ExpressionAttributeNames: { '#day': 'day' },
};

/** The reading side of the table. */
export const dynamoReadModel = (client: DynamoDBDocumentClient, table: string): ReadModel => ({
  find: async (place) => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: keyOf(place) }));
    return Item && keptSchema.parse(Item).value;
  },
  read: async (query) =>
    (await collection(client, table, query, VALUES))
      .map((item) => keptSchema.parse(item))
      .map(({ sk, value }) => ({ id: sk, value })),
  list: (query) => page(client, table, query),
  costs: async (month) =>
    (await collection(client, table, { collection: costsOf(month) }, BUCKETS)).map(
      (item): CostBucket => bucketSchema.parse(item),
    ),
});

const collection = async (
  client: DynamoDBDocumentClient,
  table: string,
  { collection: pk, newestFirst, limit }: CollectionQuery,
  attributes: Attributes,
): Promise<unknown[]> => {
  const query: QueryCommandInput = {
    TableName: table,
    ...attributes,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ScanIndexForward: newestFirst !== true,
  };
  if (limit !== undefined) return (await client.send(new QueryCommand({ ...query, Limit: limit }))).Items ?? [];
  const items: unknown[] = [];
  for await (const { Items } of paginateQuery({ client }, query)) items.push(...(Items ?? []));
  return items;
};

/** One more than asked for tells whether there is a next page. */
const page = async (client: DynamoDBDocumentClient, table: string, { list, before, limit }: ListQuery) => {
  const { index, attribute } = INDEXES[list.dimension];
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      IndexName: index,
      KeyConditionExpression: before === null ? '#list = :list' : '#list = :list AND listOrder < :before',
      ProjectionExpression: 'listOrder, #line',
      ExpressionAttributeNames: { '#list': attribute, '#line': 'line' },
      ExpressionAttributeValues: { ':list': list.name, ...(before === null ? {} : { ':before': before }) },
      ScanIndexForward: false,
      Limit: limit + 1,
    }),
  );
  const lines = Items.slice(0, limit)
    .map((item) => lineSchema.parse(item))
    .map(({ listOrder, line }) => ({ order: listOrder, line }));
  return { lines, hasMore: Items.length > limit };
};
