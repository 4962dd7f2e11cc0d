import type { JobReport } from '@glue-relay/shared/job-report';

/** A report as recorded. The time is the object's, not the clock's, so that a repeat records and says the same. */
export interface RecordedReport {
  readonly report: JobReport;
  /** When the job wrote the report: ISO 8601, UTC. */
  readonly writtenAt: string;
}

/** A later attempt is newer, whenever it was written; within an attempt the later writing is. The same is not newer. */
export const isNewer = (a: RecordedReport, b: RecordedReport): boolean =>
  a.report.attempt === b.report.attempt ? a.writtenAt > b.writtenAt : a.report.attempt > b.report.attempt;
