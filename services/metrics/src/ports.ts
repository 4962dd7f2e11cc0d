import type { PublishEvents } from '@glue-relay/shared/aws/event-bus';
import type { RecordedReport } from './domain/recorded-report';
import type { MetricName } from './metric-names';

/** An object's text and when it was written (ISO 8601, UTC). */
export interface ReportFile {
  readonly text: string;
  readonly writtenAt: string;
}

/** Reads one version of a report, or the latest where no version is known; undefined where it is gone. */
export type ReadReport = (object: { bucket: string; key: string; versionId: string | null }) => Promise<ReportFile | undefined>;

/** The report recorded for a step of a run. */
export type FindReport = (runId: string, step: string) => Promise<RecordedReport | undefined>;

/**
 * Records a report and its evaluations together, in place of `replaced` and its evaluations.
 *
 * @throws ReportConflictError where another report was recorded since `replaced` was found
 */
export type SaveReport = (report: RecordedReport, replaced: RecordedReport | undefined) => Promise<void>;

/** Two reports of one step were recorded at once; the message comes again and sees the other. */
export class ReportConflictError extends Error {
  override readonly name = 'ReportConflictError';
  constructor(runId: string, step: string, options?: ErrorOptions) {
    super(`Another report of step ${step} of run ${runId} was recorded meanwhile`, options);
  }
}

export type Count = (name: MetricName) => void;
export type Tell = (message: string, fields: Readonly<Record<string, unknown>>) => void;

export interface RecordingPorts {
  readonly readReport: ReadReport;
  readonly findReport: FindReport;
  readonly saveReport: SaveReport;
  readonly publish: PublishEvents;
  readonly count: Count;
  readonly tell: Tell;
}
