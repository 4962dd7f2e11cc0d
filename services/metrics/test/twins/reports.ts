import type { RecordedReport } from '../../src/domain/recorded-report';
import type { FindReport, SaveReport } from '../../src/ports';
import { ReportConflictError } from '../../src/ports';

/** Reports in memory, with the same refusal where another was recorded meanwhile. */
export const memoryReports = (): { findReport: FindReport; saveReport: SaveReport } => {
  const held = new Map<string, RecordedReport>();
  const keyOf = (runId: string, step: string): string => JSON.stringify([runId, step]);
  return {
    findReport: async (runId, step) => held.get(keyOf(runId, step)),
    saveReport: async (recorded, replaced) => {
      const { runId, step } = recorded.report;
      const there = held.get(keyOf(runId, step));
      const expected = there?.report.attempt === replaced?.report.attempt && there?.writtenAt === replaced?.writtenAt;
      if (!expected) throw new ReportConflictError(runId, step);
      held.set(keyOf(runId, step), recorded);
    },
  };
};
