import type { S3Client } from '@aws-sdk/client-s3';
import { HeadObjectCommand, NotFound, PutObjectCommand } from '@aws-sdk/client-s3';
import { copyObject } from '@glue-relay/shared/aws/copy-object';
import type { Release } from '@glue-relay/shared/quarantine';
import { RELEASE_METADATA, releaseKeyOf } from '@glue-relay/shared/quarantine';
import { runIdOf } from '@glue-relay/shared/run-id';
import { OperationError } from '../failures';
import type { Entry } from './entries';
import { readRelease } from './entries';

/** What is asked for, and by whom. */
export interface Wish {
  readonly how: Release['how'];
  readonly pipeline: string | null;
  readonly requestedBy: string;
  readonly now: Date;
}

export interface ReleaseAnswer {
  readonly outcome: 'done' | 'nothing-to-do';
  readonly release: Release & { readonly released: NonNullable<Release['released']> };
}

/** How long another release of the same file may be under way before it counts as dead, in ms. */
const UNDER_WAY_MS = 60_000;

/**
 * Puts a quarantined file back under its key, once: the record beside it is written first and says whose the copy is, so that a
 * repeat finds what was done, and one after a crash goes on. The copy in the quarantine stays.
 *
 * @throws OperationError where another release of it is under way
 */
export const release = async (s3: S3Client, bucket: string, entry: Entry, wish: Wish): Promise<ReleaseAnswer> => {
  const recordKey = releaseKeyOf(entry.sidecarKey);
  const record = recordOf(entry, wish);
  const earlier = (await claim(s3, bucket, recordKey, record)) ? null : await readRelease(s3, bucket, recordKey);
  if (earlier?.released) return { outcome: 'nothing-to-do', release: { ...earlier, released: earlier.released } };
  const copied = earlier ? await copyOfDead(s3, bucket, recordKey, earlier, wish.now) : null;
  if (earlier && !copied) await put(s3, bucket, recordKey, record);
  const versionId = copied ?? (await copyBack(s3, bucket, entry, recordKey));
  const done = {
    ...(copied && earlier ? earlier : record),
    released: { versionId, runId: await runOf(s3, bucket, record.key, versionId) },
  };
  await put(s3, bucket, recordKey, done);
  return { outcome: 'done', release: done };
};

const recordOf = ({ sidecar }: Entry, { how, pipeline, requestedBy, now }: Wish): Release => ({
  schemaVersion: 1,
  runId: sidecar.runId,
  reason: sidecar.reason,
  how,
  pipeline,
  key: sidecar.original.key,
  size: sidecar.quarantined.size,
  requestedBy,
  requestedAt: now.toISOString(),
  released: null,
});

/** False where there is a record already. */
const claim = async (s3: S3Client, bucket: string, key: string, record: Release): Promise<boolean> => {
  try {
    await put(s3, bucket, key, record, { IfNoneMatch: '*' });
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'PreconditionFailed') return false;
    throw error;
  }
};

const put = async (s3: S3Client, bucket: string, key: string, record: Release, condition: { IfNoneMatch?: '*' } = {}) => {
  const Body = `${JSON.stringify(record, null, 2)}\n`;
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: 'application/json', ...condition }));
};

/** The version that a release left which did not come to its end; null where it had not copied yet. */
const copyOfDead = async (
  s3: S3Client,
  bucket: string,
  recordKey: string,
  earlier: Release,
  now: Date,
): Promise<string | null> => {
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: earlier.key }));
    if (head.Metadata?.[RELEASE_METADATA] === recordKey && head.VersionId) return head.VersionId;
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
  }
  if (now.getTime() - Date.parse(earlier.requestedAt) >= UNDER_WAY_MS) return null;
  throw new OperationError(`${earlier.requestedBy} is putting this file back.`, 'look again in a minute.');
};

const copyBack = async (s3: S3Client, bucket: string, { sidecar }: Entry, recordKey: string): Promise<string> => {
  const { key } = sidecar.quarantined;
  const { Metadata } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  const metadata = { ...Metadata, [RELEASE_METADATA]: recordKey };
  const { versionId } = await copyObject(s3, { bucket, key, versionId: null }, sidecar.original.key, metadata);
  if (versionId === null) throw new OperationError(`Bucket ${bucket} keeps no versions, so the run cannot be told.`);
  return versionId;
};

const runOf = async (s3: S3Client, bucket: string, key: string, versionId: string): Promise<string> => {
  const { LastModified } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
  return runIdOf({ bucket, key, versionId, sequencer: null, lastModified: (LastModified ?? new Date(0)).toISOString() });
};
