import type { Dataset } from './dataset';

/**
 * Order of two sequencers of one key, as a number below, at or above 0: the shorter is padded with zeros to the right.
 * Source: docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const compareSequencers = (one: string, other: string): number => {
  const length = Math.max(one.length, other.length);
  const [left, right] = [one.padEnd(length, '0'), other.padEnd(length, '0')];
  return left < right ? -1 : left > right ? 1 : 0;
};

type Write = Pick<Dataset, 'sequencer' | 'lastModified'>;

/** Whether one version of a key was written after another of it: by their sequencers where both have one, else by their times. */
export const isLaterWrite = (one: Write, other: Write): boolean =>
  one.sequencer !== null && other.sequencer !== null
    ? compareSequencers(one.sequencer, other.sequencer) > 0
    : Date.parse(one.lastModified) > Date.parse(other.lastModified);
