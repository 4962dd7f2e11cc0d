import type { KnownHealth, NoticeRecord, NoticeStore } from '../../src/notice-ports';

/** Health and records in memory, under the conditions of the table. */
export interface MemoryNoticeStore extends NoticeStore {
  readonly healthNow: (pipeline: string) => KnownHealth | null;
  readonly records: () => readonly NoticeRecord[];
}

export const memoryNoticeStore = (): MemoryNoticeStore => {
  const healths = new Map<string, KnownHealth>();
  const records = new Map<string, NoticeRecord>();
  return {
    healthOf: async (pipeline) => healths.get(pipeline) ?? null,
    find: async (id) => records.get(id) ?? null,
    commit: async ({ health, record }) => {
      if (health && (healths.get(health.pipeline)?.revision ?? null) !== health.before) return false;
      if (record && records.has(record.id)) return false;
      if (health) healths.set(health.pipeline, health.after);
      if (record) records.set(record.id, record);
      return true;
    },
    claim: async ({ id, leaseUntil }, next) => {
      const record = records.get(id);
      if (record?.state !== 'owed' || record.leaseUntil !== leaseUntil) return false;
      records.set(id, { ...record, leaseUntil: next });
      return true;
    },
    confirm: async (id) => {
      records.set(id, { state: 'done', id });
    },
    healthNow: (pipeline) => healths.get(pipeline) ?? null,
    records: () => [...records.values()],
  };
};
