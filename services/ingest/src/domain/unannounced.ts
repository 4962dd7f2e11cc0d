import { runIdOf } from '@glue-relay/shared/run-id';
import type { ListedVersion, SweepState } from '../ports';
import { placeOf } from './place';

const MINUTE = 60_000;

/** Younger objects are left to their event, which S3 mostly delivers within seconds, in ms. */
export const LEFT_TO_EVENT_MS = 2 * MINUTE;

/**
 * How long a time of writing may lie before the moment in which the object appears, in ms: a multipart upload is dated by
 * its beginning, and the bucket's lifecycle ends those that take more than 7 days (`broken-uploads` in shared/serverless.yml).
 */
const LATEST_APPEARANCE_MS = 7 * 24 * 60 * MINUTE;

/** How long an object that was put to the intake and has no outcome is left alone, in ms: its message may be in the dead-letter queue. */
export const ANNOUNCED_AGAIN_MS = 6 * 60 * MINUTE;

/** The run id that the version has or would have had: the sequencer, which a listing lacks, is no part of it. */
export const runIdOfListed = (version: ListedVersion): string => runIdOf({ ...version, sequencer: null });

/**
 * Whether an outcome of the version should be there by now, and an earlier pass cannot have seen to it. A version from
 * before the bucket was versioned (`null`) has no id of its own, so nothing can be said of it.
 */
export const shouldBeSettled = (version: ListedVersion, now: number, checkedUntil: SweepState['checkedUntil']): boolean => {
  const writtenAt = Date.parse(version.lastModified);
  return (
    version.versionId !== 'null' &&
    placeOf(version.key, version.size) === 'raw' &&
    writtenAt <= now - LEFT_TO_EVENT_MS &&
    (checkedUntil === null || writtenAt >= checkedUntil - LATEST_APPEARANCE_MS)
  );
};

/** Where a pass begins, goes on, or has ended: what the pass has checked counts only when it came from first to last key. */
export const nextState = (state: SweepState, next: SweepState['cursor']): SweepState =>
  next === null ? { ...state, cursor: null, checkedUntil: state.passStartedAt - LEFT_TO_EVENT_MS } : { ...state, cursor: next };

/** The state with which a sweep begins. */
export const begun = (state: SweepState | null, now: number): SweepState =>
  state && state.cursor !== null ? state : { cursor: null, passStartedAt: now, checkedUntil: state?.checkedUntil ?? null };
