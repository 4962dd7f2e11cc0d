import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand, NoSuchKey, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import type { Release, Sidecar } from '@glue-relay/shared/quarantine';
import { quarantineEntryOf, releaseKeyOf, releaseSchema, sidecarSchema } from '@glue-relay/shared/quarantine';
import { OperationError } from '../failures';

/** A rejected file in the quarantine; `release` where it was put back into raw/, or is being. */
export interface Entry {
  readonly sidecarKey: string;
  readonly sidecar: Sidecar;
  readonly release: Release | null;
}

const READ_AT_ONCE = 20;

/** Keys of the sidecars, the newest data first. */
export const listSidecars = async (s3: S3Client, bucket: string, pipeline: string | undefined): Promise<string[]> => {
  const Prefix = `quarantine/${pipeline === undefined ? '' : `${pipeline}/`}`;
  const found: { key: string; runId: string }[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix })) {
    for (const { Key: key = '' } of page.Contents ?? []) {
      const entry = quarantineEntryOf(key);
      if (entry?.kind === 'sidecar') found.push({ key, runId: entry.runId });
    }
  }
  return found.sort((one, other) => (one.runId < other.runId ? 1 : -1)).map(({ key }) => key);
};

export const readEntries = async (s3: S3Client, bucket: string, sidecarKeys: readonly string[]): Promise<Entry[]> => {
  const entries: Entry[] = [];
  for (let at = 0; at < sidecarKeys.length; at += READ_AT_ONCE) {
    const some = sidecarKeys.slice(at, at + READ_AT_ONCE).map((key) => readEntry(s3, bucket, key));
    entries.push(...(await Promise.all(some)));
  }
  return entries;
};

/**
 * The quarantined file of a rejection.
 *
 * @throws OperationError where there is none
 */
export const findEntry = async (s3: S3Client, bucket: string, runId: string): Promise<Entry> => {
  const key = (await listSidecars(s3, bucket, undefined)).find((sidecarKey) => quarantineEntryOf(sidecarKey)?.runId === runId);
  if (key) return readEntry(s3, bucket, key);
  throw new OperationError(
    `The quarantine has no file of run ${runId}.`,
    'see `npx relay quarantine list` for those that it has.',
  );
};

/** How many of the newest files are looked at for one that was just dropped. */
const JUST_NOW = 100;

/** The quarantined file that was this version a moment ago; undefined where there is none. */
export const findOriginal = async (s3: S3Client, bucket: string, versionId: string): Promise<Entry | undefined> => {
  const newest = (await listSidecars(s3, bucket, undefined)).slice(0, JUST_NOW);
  return (await readEntries(s3, bucket, newest)).find(({ sidecar }) => sidecar.original.versionId === versionId);
};

const readEntry = async (s3: S3Client, bucket: string, sidecarKey: string): Promise<Entry> => {
  const sidecar = sidecarSchema.parse(JSON.parse((await readText(s3, bucket, sidecarKey)) ?? 'null'));
  return { sidecarKey, sidecar, release: await readRelease(s3, bucket, releaseKeyOf(sidecarKey)) };
};

export const readRelease = async (s3: S3Client, bucket: string, key: string): Promise<Release | null> => {
  const text = await readText(s3, bucket, key);
  return text === null ? null : releaseSchema.parse(JSON.parse(text));
};

const readText = async (s3: S3Client, bucket: string, key: string): Promise<string | null> => {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToString()) ?? null;
  } catch (error) {
    if (error instanceof NoSuchKey) return null;
    throw error;
  }
};
