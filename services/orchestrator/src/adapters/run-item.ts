import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { dueAt } from '../domain/due';
import { saying } from '../domain/journal-items';
import { isRunning } from '../domain/queue';
import type { Commit, CommitOutcome } from '../ports';
import { activeRunEntry, runKey } from './table-keys';

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
type Put = NonNullable<TransactItem['Put']>;

/** One write of a commit, and what it means where its condition does not hold. */
export interface Write {
  readonly item: TransactItem;
  readonly refused: CommitOutcome;
}

/** The run, unless another changed it since. */
export const runItem = (table: string, { before, run }: Commit): TransactItem => {
  const { runId, version } = run;
  const entry = isRunning(run) ? activeRunEntry(dueAt(run), runId) : {};
  const Item = { ...runKey(runId), version, run, ...entry, ...saying(run.unfiled) };
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

/**
 * The one write of a commit that took its entries along, which needs no transaction and so costs half; null for any other. A
 * transaction's token tells a repeat of the same request from another writer's; a run that owes nothing can do without.
 */
export const aloneOf = ({ run }: Commit, [only, ...others]: readonly Write[]): Put | null =>
  run.unfiled.length > 0 && only?.item.Put && others.length === 0 ? only.item.Put : null;
