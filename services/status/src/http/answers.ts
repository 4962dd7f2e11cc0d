import type { Alert } from '../domain/alert';
import type { DatasetVersionView } from '../domain/dataset-view';
import type { Job, RunSummary } from '../domain/entities';
import type { PipelineView } from '../domain/pipeline-view';

/** Answers that are more than one view of the domain; `nextCursor` is null on the last page. */
export interface RunPage {
  readonly runs: readonly RunSummary[];
  readonly nextCursor: string | null;
}

export interface Jobs {
  readonly jobs: readonly Job[];
}

export interface Pipelines {
  readonly pipelines: readonly PipelineView[];
}

export interface Dataset {
  readonly key: string;
  readonly versions: readonly DatasetVersionView[];
  readonly nextCursor: string | null;
}

export interface AlertPage {
  readonly alerts: readonly Alert[];
  readonly nextCursor: string | null;
}
