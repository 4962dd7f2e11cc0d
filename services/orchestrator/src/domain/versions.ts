import type { Dataset } from '@glue-relay/shared/dataset';
import { compareSequencers } from '@glue-relay/shared/sequencer';
import type { Millis } from './run';

/**
 * How far the versions of a key have come: the highest sequencer, the latest write, and the latest write of those that
 * have no sequencer because a listing found them.
 */
export interface VersionMark {
  readonly sequencer: string | null;
  readonly writtenAt: Millis;
  readonly listedAt: Millis | null;
}

/** The newest version of a key that a pipeline has taken, and its run; the revision grows with each that is taken. */
export interface NewestVersion {
  readonly runId: string;
  readonly mark: VersionMark;
  readonly place: Millis;
  readonly revision: number;
}

type Version = Pick<Dataset, 'sequencer' | 'lastModified'>;

/**
 * Whether a version was written before those of the same key that the mark stands for. Sequencers decide where both have
 * one, for a multipart upload is dated by its beginning; else the times do. What cannot be told apart is not older.
 */
export const isOlder = ({ sequencer, lastModified }: Version, mark: VersionMark): boolean => {
  const writtenAt = Date.parse(lastModified);
  if (sequencer === null) return writtenAt < mark.writtenAt;
  const bySequencer = mark.sequencer !== null && compareSequencers(sequencer, mark.sequencer) < 0;
  return bySequencer || (mark.listedAt !== null && writtenAt < mark.listedAt);
};

/** The mark with a version taken. */
export const raisedBy = (mark: VersionMark | null, { sequencer, lastModified }: Version): VersionMark => {
  const writtenAt = Date.parse(lastModified);
  const before = mark?.sequencer ?? null;
  return {
    sequencer: before === null || (sequencer !== null && compareSequencers(sequencer, before) > 0) ? sequencer : before,
    writtenAt: Math.max(writtenAt, mark?.writtenAt ?? writtenAt),
    listedAt: sequencer !== null ? (mark?.listedAt ?? null) : Math.max(writtenAt, mark?.listedAt ?? writtenAt),
  };
};
