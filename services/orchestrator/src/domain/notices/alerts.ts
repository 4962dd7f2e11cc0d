import type { PipelineAlert } from '@glue-relay/shared/events/pipeline-alert';
import type { Millis, Run } from '../run';
import { hasEnded } from '../run';
import type { RunEnd } from './incident';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** When people want to be told that the run is still under way; null where they do not. A run of before there were alerts has none. */
export const deadlineOf = ({ takenUpAt, definition }: Run): Millis | null => {
  const minutes = (definition.alerts as typeof definition.alerts | undefined)?.deadlineMinutes ?? null;
  return minutes === null ? null : takenUpAt + minutes * MINUTE;
};

/** The alert of a run that is still under way at its deadline; null where it ended in time, or late but before anybody looked. */
export const deadlineAlert = (run: Run, now: Millis): PipelineAlert | null => {
  const { status, runId, takenUpAt, redrives, definition } = run;
  const deadline = deadlineOf(run);
  if (hasEnded(run) || deadline === null || now < deadline) return null;
  return {
    kind: 'deadline-missed',
    schemaVersion: 1,
    alertId: `deadline-missed#${runId}#${redrives}`,
    pipeline: definition.pipeline,
    at: iso(now),
    runId,
    state: status.state === 'QUEUED' ? 'QUEUED' : 'RUNNING',
    since: iso(takenUpAt),
    deadlineMinutes: (deadline - takenUpAt) / MINUTE,
  };
};

/** Since when a pipeline is watched for successes, and the beginning of the stretch that people were told of last. */
export interface Watch {
  readonly since: Millis;
  readonly toldOf: Millis | null;
}

/** Where the hours begin to count: each success begins another stretch, and each stretch is told of once. */
export const stretchOf = (watch: Watch, lastSuccess: RunEnd | null): Millis =>
  Math.max(watch.since, lastSuccess?.endedAt ?? watch.since);

/** The alert of a pipeline without success in the last hours; null while there is time, or where people were told. */
export const noSuccessAlert = (
  pipeline: string,
  noSuccessWithinHours: number,
  watch: Watch,
  lastSuccess: RunEnd | null,
  now: Millis,
): PipelineAlert | null => {
  const since = stretchOf(watch, lastSuccess);
  if (now < since + noSuccessWithinHours * HOUR || watch.toldOf === since) return null;
  return {
    kind: 'no-success',
    schemaVersion: 1,
    alertId: `no-success#${pipeline}#${iso(since)}`,
    pipeline,
    at: iso(now),
    lastSuccess: lastSuccess && { runId: lastSuccess.runId, endedAt: iso(lastSuccess.endedAt) },
    since: iso(since),
    noSuccessWithinHours,
  };
};

const iso = (at: Millis): string => new Date(at).toISOString();
