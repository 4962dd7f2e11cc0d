import type { Outcome } from '../../src/domain/outcome';
import type { SettleOutcome } from '../../src/ports';

/** Outcomes in memory, each settled once. */
export const memorySettleOutcome = (): SettleOutcome => {
  const settled = new Map<string, Outcome>();
  return async (outcome) => {
    const existing = settled.get(outcome.runId);
    if (existing) return { ...existing };
    settled.set(outcome.runId, outcome);
    return outcome;
  };
};
