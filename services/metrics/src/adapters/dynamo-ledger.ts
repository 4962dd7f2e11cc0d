import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { unlessRefused } from '@glue-relay/shared/aws/unless-refused';
import * as z from 'zod';
import type { DriftStore, LedgerStore } from '../ports';
import { allOf, itemsOf, stretchOf } from './query';
import type { Table } from './table';
import { attemptKey, driftKey, rejectionKey, seriesOf } from './table';

const attemptSchema = z.object({
  pipeline: z.string(),
  runId: z.string(),
  step: z.string(),
  attempt: z.number(),
  jobRunId: z.string().nullable(),
  succeeded: z.boolean(),
  endedAt: z.string(),
  executionSeconds: z.number(),
  dpuSeconds: z.number().nullable(),
  dollars: z.number(),
});

export const dynamoLedger = (table: Table): LedgerStore => ({
  enterAttempt: (cost) =>
    putNew(table, {
      ...attemptKey(cost.runId, cost.step, cost.attempt),
      series: seriesOf.attempts(cost.pipeline),
      place: cost.endedAt,
      ...cost,
    }),
  enterRejection: (runId) => putNew(table, { ...rejectionKey(runId) }),
  attemptsOf: (pipeline, from, to) =>
    allOf(itemsOf(table, attemptSchema, stretchOf({ series: seriesOf.attempts(pipeline), from, to }))),
});

export const dynamoDrift = (table: Table): DriftStore => ({
  isKnownDrift: async ({ runId, driftId }) => {
    const get = new GetCommand({ TableName: table.name, Key: driftKey(runId, driftId), ConsistentRead: true });
    return (await table.client.send(get)).Item !== undefined;
  },
  saveDrift: async (found) => {
    await putNew(table, {
      ...driftKey(found.runId, found.driftId),
      series: seriesOf.drift(found.pipeline),
      place: found.foundAt,
      ...found,
    });
  },
});

const putNew = ({ client, name }: Table, Item: Record<string, unknown>): Promise<boolean> =>
  unlessRefused(client.send(new PutCommand({ TableName: name, Item, ConditionExpression: 'attribute_not_exists(pk)' })));
