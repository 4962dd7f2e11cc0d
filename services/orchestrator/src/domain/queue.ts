import type { Observation } from './observation';
import type { Millis, QueuedStatus, Run, RunningStatus } from './run';

/** A run that waits for a slot. */
export interface Waiting {
  readonly runId: string;
  readonly place: Millis;
}

/** A pipeline's runs that hold a slot, with their partitions, and the first and the last of those that wait for one. */
export interface PipelineQueue {
  readonly active: readonly string[];
  readonly partitions?: readonly string[];
  readonly head: Waiting | null;
  readonly newest: Waiting | null;
}

/** What a run that waits, or is about to, has to know of its pipeline; its own definition says how it waits. */
export const seenFromQueue = (run: Run & { readonly status: QueuedStatus }, queue: PipelineQueue): Observation[] => {
  const { maxRuns, whenBusy } = run.definition.concurrency;
  const { head, newest, active, partitions = [] } = queue;
  const isNext = head === null || head.runId === run.runId;
  const keepsOne = whenBusy === 'latest-only' || whenBusy === 'cancel-running';
  if (keepsOne && newest && isBehind(run, newest)) return [{ kind: 'newer-waits', runId: newest.runId }];
  // The first waits for its partition, and those behind it for the first: nobody is passed.
  const isPartitionFree = !run.partition || !partitions.includes(run.partition);
  if (isNext && isPartitionFree && active.length < maxRuns) return [{ kind: 'admissible' }];
  return [{ kind: 'busy', active: oldestFirst(active) }];
};

/** What a run has to know that may start only where no other run of its pipeline is active or waits. */
export const seenIfAlone = ({ active, head }: PipelineQueue): Observation[] => {
  const other = oldestFirst(active)[0] ?? head?.runId;
  return [other === undefined ? { kind: 'admissible' } : { kind: 'not-alone', runId: other }];
};

/** What a running run has to know of its pipeline: under `cancel-running` the oldest of a full house gives way to a newer one. */
export const seenFromSlot = (run: Run & { readonly status: RunningStatus }, queue: PipelineQueue): Observation[] => {
  const { maxRuns } = run.definition.concurrency;
  const [oldest] = oldestFirst(queue.active);
  const { newest } = queue;
  const givesWay = newest !== null && isBehind(run, newest) && queue.active.length >= maxRuns && oldest === run.runId;
  return givesWay ? [{ kind: 'displaced', by: newest.runId }] : [];
};

export const isQueued = (run: Run): run is Run & { readonly status: QueuedStatus } => run.status.state === 'QUEUED';
export const isRunning = (run: Run): run is Run & { readonly status: RunningStatus } => run.status.state === 'RUNNING';

const isBehind = (run: Run, other: Waiting): boolean =>
  other.runId !== run.runId && (other.place > run.place || (other.place === run.place && other.runId > run.runId));

/** Run ids sort by the time of their data. */
const oldestFirst = (runIds: readonly string[]): string[] => [...runIds].sort((one, other) => (one < other ? -1 : 1));
