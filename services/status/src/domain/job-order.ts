import type { Job } from './entities';

/** A job's value as kept, with what orders it. */
export interface VersionedJob {
  readonly version: string;
  readonly value: Job;
}

/**
 * Whether `next` is the later news of a job. Within a run its sequence decides; between runs the start of the attempt
 * does, so that an older run's late end does not hide the attempt that began after it.
 */
export const jobIsLater = (next: VersionedJob, kept: VersionedJob): boolean => {
  if (kept.value.runId === null || next.value.runId === null) return kept.value.runId === null && next.version > kept.version;
  return next.value.runId === kept.value.runId ? next.version > kept.version : startOf(next.value) > startOf(kept.value);
};

/** Orders attempts of different runs; the run id breaks a tie. */
export const startOf = ({ startedOn, runId }: Job): string => `${startedOn ?? ''}#${runId ?? ''}`;
