import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { z } from 'zod';
import type { Table } from './table';
import { BY_SERIES } from './table';

/** A stretch of a series; both ends inclusive. */
export interface Stretch {
  readonly series: string;
  readonly from?: string;
  readonly to?: string;
}

/** Items of a query, page by page until there are enough. */
export async function* itemsOf<Schema extends z.ZodType>(
  { client, name }: Table,
  schema: Schema,
  query: Omit<QueryCommandInput, 'TableName'>,
): AsyncGenerator<z.infer<Schema>> {
  for await (const page of paginateQuery({ client }, { TableName: name, ...query })) {
    for (const item of page.Items ?? []) yield schema.parse(item);
  }
}

/** First items of a query. */
export const firstOf = async <Item>(items: AsyncGenerator<Item>, limit: number): Promise<Item[]> => {
  const found: Item[] = [];
  for await (const item of items) {
    found.push(item);
    if (found.length === limit) break;
  }
  return found;
};

/** All items of a query. */
export const allOf = <Item>(items: AsyncGenerator<Item>): Promise<Item[]> => firstOf(items, Number.POSITIVE_INFINITY);

/** The query of a stretch of a series, newest first. */
export const stretchOf = ({ series, from = ' ', to = '~' }: Stretch): Omit<QueryCommandInput, 'TableName'> => ({
  IndexName: BY_SERIES,
  KeyConditionExpression: 'series = :series AND place BETWEEN :from AND :to',
  ExpressionAttributeValues: { ':series': series, ':from': from, ':to': to },
  ScanIndexForward: false,
});
