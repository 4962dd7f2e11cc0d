import type { NoticeLog } from '../../src/notices/once';

/** Which messages people were sent, in memory. */
export const memoryNoticeLog = (): NoticeLog => {
  const leases = new Map<string, number>();
  const sent = new Set<string>();
  return {
    claim: async (id, now, leaseUntil) => {
      if (sent.has(id)) return 'sent';
      if ((leases.get(id) ?? now) > now) return 'held';
      leases.set(id, leaseUntil);
      return 'mine';
    },
    confirm: async (id) => {
      sent.add(id);
    },
  };
};
