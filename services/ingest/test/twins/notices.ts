import type { NoticeLog } from '../../src/quarantine-ports';

/** Which rejections people were told of, in memory. */
export const memoryNoticeLog = (): NoticeLog => {
  const leases = new Map<string, number>();
  const sent = new Set<string>();
  return {
    claim: async (runId, now, leaseUntil) => {
      if (sent.has(runId)) return 'sent';
      if ((leases.get(runId) ?? now) > now) return 'held';
      leases.set(runId, leaseUntil);
      return 'mine';
    },
    confirm: async (runId) => {
      sent.add(runId);
    },
  };
};
