import type { Dataset } from '@glue-relay/shared/dataset';
import type { DatasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import type { RunHead, RunSummary } from './entities';

export const summaryOf = (head: RunHead): RunSummary =>
  head.kind === 'run' ? summaryOfRun(head.event) : summaryOfRejection(head.event);

export const summaryOfRun = (run: RunStateChange): RunSummary => ({
  runId: run.runId,
  pipeline: run.pipeline,
  state: run.state,
  dataset: identityOf(run.dataset),
  createdAt: run.createdAt,
  startedAt: run.startedAt,
  endedAt: run.endedAt,
  seconds: secondsBetween(run.startedAt, run.endedAt),
  error: run.error,
  rejection: null,
  supersededBy: run.supersededBy,
  redrives: run.redrives,
});

/** A rejected data set in the shape of a run: it began and ended when it was refused. */
export const summaryOfRejection = (rejection: DatasetRejected): RunSummary => ({
  runId: rejection.runId,
  pipeline: rejection.pipeline,
  state: 'REJECTED',
  dataset: identityOf(rejection.dataset),
  createdAt: rejection.rejectedAt,
  startedAt: null,
  endedAt: rejection.rejectedAt,
  seconds: null,
  error: rejection.message,
  rejection: { reason: rejection.reason, message: rejection.message, remedy: rejection.remedy },
  supersededBy: null,
  redrives: 0,
});

/** Null until both ends are known. */
export const secondsBetween = (start: string | null, end: string | null): number | null =>
  start === null || end === null ? null : (Date.parse(end) - Date.parse(start)) / 1000;

const identityOf = ({ bucket, key, versionId, size }: Dataset): RunSummary['dataset'] => ({ bucket, key, versionId, size });
