import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { slotChangeOf } from '../domain/slots';
import type { Commit, CommitOutcome } from '../ports';
import { activeRunEntry, journalKey, pipelineEntry, queueKey, runKey, slotsKey } from './table-keys';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The writes of a commit; the run comes first, so that its condition's failure is found again in the answer. */
export const transactionOf = (table: string, commit: Commit): TransactItem[] => [
  runItem(table, commit),
  ...journalItem(table, commit),
  ...slotItem(table, commit),
  ...queueItem(table, commit),
];

const runItem = (table: string, { before, run }: Commit): TransactItem => {
  const { runId, version, updatedAt } = run;
  const entry = run.status.state === 'RUNNING' ? activeRunEntry(updatedAt, runId) : {};
  const Item = { ...runKey(runId), version, run, ...entry };
  if (!before) return { Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' } };
  return {
    Put: {
      TableName: table,
      Item,
      ConditionExpression: '#version = :decidedUpon',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':decidedUpon': before.version },
    },
  };
};

const journalItem = (table: string, { run, journal }: Commit): TransactItem[] => {
  const [first] = journal;
  return first ? [{ Put: { TableName: table, Item: { ...journalKey(run.runId, first.sequence), entries: journal } } }] : [];
};

/** Slots are a set of run ids, so that two runs that end at once do not have to agree on an order. */
const slotItem = (table: string, { before, run }: Commit): TransactItem[] => {
  const { pipeline, concurrency } = run.definition;
  switch (slotChangeOf(before, run).slot) {
    case 'keep':
      return [];
    case 'release':
      return [{ Update: releaseSlotUpdate(table, pipeline, run.runId) }];
    case 'take': {
      const { activePk, activeSk } = pipelineEntry(pipeline);
      return [
        {
          Update: {
            TableName: table,
            Key: slotsKey(pipeline),
            UpdateExpression: 'ADD active :run SET activePk = :activePk, activeSk = :activeSk',
            ConditionExpression: 'attribute_not_exists(active) OR size(active) < :maxRuns',
            ExpressionAttributeValues: {
              ':run': new Set([run.runId]),
              ':maxRuns': concurrency.maxRuns,
              ':activePk': activePk,
              ':activeSk': activeSk,
            },
          },
        },
      ];
    }
  }
};

/** Takes a run out of its pipeline's slots; out already is fine. */
export const releaseSlotUpdate = (table: string, pipeline: string, runId: string) => ({
  TableName: table,
  Key: slotsKey(pipeline),
  UpdateExpression: 'DELETE active :run',
  ExpressionAttributeValues: { ':run': new Set([runId]) },
});

const queueItem = (table: string, { before, run }: Commit): TransactItem[] => {
  const { runId, definition } = run;
  const { queue } = slotChangeOf(before, run);
  if (!queue) return [];
  const key = queueKey(definition.pipeline, queue.place, runId);
  switch (queue.move) {
    case 'enter':
      return [{ Put: { TableName: table, Item: { ...key, runId, place: queue.place } } }];
    case 'leave':
      return [{ Delete: { TableName: table, Key: key } }];
  }
};

/** What a refused transaction means; anything but a lost race is thrown on. */
export const outcomeOf = (error: unknown): CommitOutcome => {
  if (!(error instanceof TransactionCanceledException)) throw error;
  const [run, ...others] = error.CancellationReasons ?? [];
  if (isRefused(run)) return 'conflict';
  if (others.some(isRefused)) return 'no-slot';
  if ([run, ...others].some((reason) => reason?.Code === 'TransactionConflict')) return 'conflict';
  throw error;
};

const isRefused = (reason: CancellationReason | undefined): boolean => reason?.Code === 'ConditionalCheckFailed';
