import type { BatchChange, BatchPorts, BatchStore, KnownBatch, OwedBatch } from '../../src/batch-ports';
import type { ClosedBatch } from '../../src/domain/batch';

/** Batches in memory: the same conditions, all or nothing. */
export const memoryBatchStore = (): BatchStore => {
  const open = new Map<string, KnownBatch>();
  const closed = new Map<string, { batch: ClosedBatch; said: boolean; groupId: string }>();
  const members = new Map<string, string>();
  const isAsRead = ({ groupId, before }: BatchChange): boolean => {
    const is = open.get(groupId);
    return is?.revision === before?.revision && is?.batch.runId === before?.batch.runId;
  };
  const commit = (change: BatchChange): boolean => {
    const { groupId, before, next, closed: ended, member } = change;
    if (!isAsRead(change) || (member && members.has(member.runId)) || (ended && closed.has(ended.runId))) return false;
    if (next) open.set(groupId, { batch: next, revision: (before?.revision ?? 0) + 1 });
    else open.delete(groupId);
    if (ended) closed.set(ended.runId, { batch: ended, said: false, groupId });
    if (member) members.set(member.runId, member.batchRunId);
    return true;
  };
  return {
    batchOf: async (runId) => members.get(runId) ?? null,
    open: async (groupId) => open.get(groupId) ?? null,
    commit: async (change) => commit(change),
    closed: async (runId) => {
      const found = closed.get(runId);
      return found ? { batch: found.batch, said: found.said } : null;
    },
    noteSaid: async (runId) => {
      const found = closed.get(runId);
      if (found) found.said = true;
    },
    owed: async (by, limit) => {
      const late = [...open]
        .filter(([, { batch }]) => batch.closesAt <= by)
        .map(([groupId, { batch }]) => ({ groupId, runId: batch.runId }));
      const unsaid = [...closed.values()].filter(({ said, batch }) => !said && batch.closedAt <= by);
      return [...late, ...unsaid.map(({ groupId, batch }): OwedBatch => ({ groupId, runId: batch.runId }))].slice(0, limit);
    },
  };
};

/** What batches need beside their store: lists that were written, and looks that are due at some time. */
export const memoryBatchPorts = (now: () => number) => {
  const lists = new Map<string, string>();
  const looks: { batch: OwedBatch; at: number }[] = [];
  const ports: BatchPorts = {
    batches: memoryBatchStore(),
    lookAgain: async (batch, seconds) => {
      looks.push({ batch, at: now() + Math.min(seconds, 900) * 1_000 });
    },
    writeList: async (_bucket, key, text) => {
      lists.set(key, text);
    },
    pause: async () => undefined,
  };
  return { ports, lists, looks };
};
