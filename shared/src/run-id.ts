import { createHash } from 'node:crypto';
import type { Dataset } from './dataset';

const HASH_CHARACTERS = 12;

/**
 * The id of the run that a data set leads to: `20261112T000000Z-3f2a9c41d07b`. It sorts by the object's time of
 * writing and is derived from the object alone, so that a repeated, late or re-found S3 event is the same run.
 *
 * The version names an object version for good; where the bucket is not versioned, S3's sequencer stands in.
 */
export const runIdOf = (dataset: Pick<Dataset, 'bucket' | 'key' | 'versionId' | 'sequencer' | 'lastModified'>): string => {
  const write = dataset.versionId ?? dataset.sequencer ?? dataset.lastModified;
  const hash = createHash('sha256')
    .update(JSON.stringify([dataset.bucket, dataset.key, write]))
    .digest('hex');
  const second = dataset.lastModified.slice(0, 19).replaceAll(/[-:]/g, '');
  return `${second}Z-${hash.slice(0, HASH_CHARACTERS)}`;
};

/** The id of a run that a command starts: by the second in which it does, and the command's idempotency key. */
export const commandRunIdOf = (idempotencyKey: string, now: number): string => idAt(now, ['command', idempotencyKey]);

/** The second that a run id begins with, in ISO 8601. */
export const timeOf = (runId: string): string =>
  runId.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-.*$/, '$1-$2-$3T$4:$5:$6.000Z');

export const RUN_ID_PATTERN = /^\d{8}T\d{6}Z-[0-9a-f]{12}$/;

/** The id of the run of a batch: by the second in which it was opened, and the id that a run of its first file would have. */
export const batchRunIdOf = (firstRunId: string, openedAt: number): string => idAt(openedAt, ['batch', firstRunId]);

const idAt = (at: number, what: readonly string[]): string => {
  const hash = createHash('sha256').update(JSON.stringify(what)).digest('hex');
  return `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z-${hash.slice(0, HASH_CHARACTERS)}`;
};
