import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import type { CommandRecord } from '../domain/commands';
import { filedBy } from '../domain/filing';
import { saying } from '../domain/journal-items';
import { slotChangeOf } from '../domain/slots';
import type { Commit, CommitOutcome } from '../ports';
import { deadlineItems } from './alert-store';
import { expiring } from './retention';
import type { TransactItem, Write } from './run-item';
import { runItem } from './run-item';
import { commandKey, journalKey, newestKey, pipelineEntry, queueKey, slotsKey } from './table-keys';

/** The writes of a commit. Where several are refused the first one tells why. */
export const transactionOf = (table: string, commit: Commit): Write[] => [
  { item: runItem(table, commit), refused: 'conflict' },
  ...commandItem(table, commit).map((item) => ({ item, refused: 'repeated' as const })),
  ...newestItem(table, commit).map((item) => ({ item, refused: 'conflict' as const })),
  ...journalItem(table, commit).map((item) => ({ item, refused: 'conflict' as const })),
  ...slotItem(table, commit).map((item) => ({ item, refused: 'no-slot' as const })),
  ...queueItem(table, commit).map((item) => ({ item, refused: 'conflict' as const })),
  ...deadlineItems(table, commit).map((item) => ({ item, refused: 'conflict' as const })),
];

const commandItem = (table: string, { command }: Commit): TransactItem[] =>
  command ? [{ Put: commandPut(table, command) }] : [];

/** Writes the answer to a command, unless its key has one. */
export const commandPut = (table: string, record: CommandRecord) => ({
  TableName: table,
  Item: { ...commandKey(record.key), record, ...expiring(record.at) },
  ConditionExpression: 'attribute_not_exists(pk)',
});

/** Raises the newest version of the run's key, unless another did so since it was read. */
const newestItem = (table: string, { run, taken }: Commit): TransactItem[] => {
  if (!taken) return [];
  const { newest, before } = taken;
  const Item = {
    ...newestKey(run.definition.pipeline, run.dataset.key),
    newest,
    revision: newest.revision,
    ...expiring(run.updatedAt),
  };
  if (!before) return [{ Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' } }];
  return [
    {
      Put: {
        TableName: table,
        Item,
        ConditionExpression: 'revision = :decidedUpon',
        ExpressionAttributeValues: { ':decidedUpon': before.revision },
      },
    },
  ];
};

const journalItem = (table: string, commit: Commit): TransactItem[] => {
  const { run, journal } = commit;
  const entries = filedBy(commit);
  const [first] = entries;
  if (!first) return [];
  const Item = { ...journalKey(run.runId, first.sequence), entries, ...saying(journal), ...expiring(run.updatedAt) };
  return [{ Put: { TableName: table, Item } }];
};

/** Slots are a set of run ids, so that two runs that end at once do not have to agree on an order. */
const slotItem = (table: string, { before, run, alone }: Commit): TransactItem[] => {
  const { pipeline, concurrency } = run.definition;
  switch (slotChangeOf(before, run).slot) {
    case 'keep':
      return [];
    case 'release':
      return [{ Update: releaseSlotUpdate(table, pipeline, run.runId, run.partition) }];
    case 'take': {
      const partition = partitionTaken(run.partition);
      const { activePk, activeSk } = pipelineEntry(pipeline);
      return [
        {
          Update: {
            TableName: table,
            Key: slotsKey(pipeline),
            UpdateExpression: `ADD active :run${partition.add} SET activePk = :activePk, activeSk = :activeSk`,
            ConditionExpression: `(attribute_not_exists(active) OR size(active) < :maxRuns)${partition.isFree}`,
            ExpressionAttributeValues: {
              ...partition.values,
              ':run': new Set([run.runId]),
              ':maxRuns': alone ? 1 : concurrency.maxRuns,
              ':activePk': activePk,
              ':activeSk': activeSk,
            },
          },
        },
      ];
    }
  }
};

/** What a run of a partition writes and asks for beside its slot, so that no other of its partition has one. */
const partitionTaken = (partition: string | null | undefined) =>
  partition
    ? {
        add: ', activePartitions :partitions',
        isFree: ' AND (attribute_not_exists(activePartitions) OR NOT contains(activePartitions, :partition))',
        values: { ':partitions': new Set([partition]), ':partition': partition },
      }
    : { add: '', isFree: '', values: {} };

/** Takes a run, and its partition, out of its pipeline's slots; out already is fine. */
export const releaseSlotUpdate = (
  table: string,
  pipeline: string,
  runId: string,
  partition: string | null | undefined = null,
) => ({
  TableName: table,
  Key: slotsKey(pipeline),
  UpdateExpression: `DELETE active :run${partition ? ', activePartitions :partitions' : ''}`,
  ExpressionAttributeValues: { ':run': new Set([runId]), ...(partition ? { ':partitions': new Set([partition]) } : {}) },
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
export const outcomeOf = (error: unknown, writes: readonly Write[]): CommitOutcome => {
  if (error instanceof ConditionalCheckFailedException || error instanceof TransactionConflictException) return 'conflict';
  if (!(error instanceof TransactionCanceledException)) throw error;
  const reasons = error.CancellationReasons ?? [];
  const refused = writes.find((_, index) => isRefused(reasons[index]));
  if (refused) return refused.refused;
  if (reasons.some((reason) => reason.Code === 'TransactionConflict')) return 'conflict';
  throw error;
};

const isRefused = (reason: CancellationReason | undefined): boolean => reason?.Code === 'ConditionalCheckFailed';
