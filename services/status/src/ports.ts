import type { Job, LatestModel, RunRecord, RunSummary, ShownState } from './domain/entities';
import type { Change } from './domain/projection';
import type { MetricName } from './metric-names';

/** Makes a change unless what is there is newer or the same; tells whether it was made. */
export type ApplyChange = (change: Change) => Promise<'applied' | 'stale'>;

/** All that is known of a run; undefined where no event about the run itself has come yet. */
export type FindRun = (runId: string) => Promise<RunRecord | undefined>;

export interface RunFilter {
  readonly pipeline: string | null;
  readonly state: ShownState | null;
}

export interface RunPage {
  readonly runs: readonly RunSummary[];
  /** The run after which the next page begins; null on the last page. */
  readonly lastRunId: string | null;
}

/** Runs, the newest first, that come after `afterRunId`. */
export type ListRuns = (filter: RunFilter, limit: number, afterRunId: string | null) => Promise<RunPage>;

export type ListJobs = () => Promise<readonly Job[]>;
export type ListModels = () => Promise<readonly LatestModel[]>;

export type Count = (name: MetricName) => void;
export type Tell = (message: string, fields: Readonly<Record<string, unknown>>) => void;

export interface ProjectionPorts {
  readonly applyChange: ApplyChange;
  readonly count: Count;
  readonly tell: Tell;
}

export interface QueryPorts {
  readonly findRun: FindRun;
  readonly listRuns: ListRuns;
  readonly listJobs: ListJobs;
  readonly listModels: ListModels;
}
