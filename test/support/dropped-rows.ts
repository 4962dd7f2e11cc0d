import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';

/** Where dropped files lie: as they came, and after they were rejected. */
const AREAS = ['raw/', 'quarantine/'];
const TEXT = /\.(?:csv|tsv|txt)$/;
const START_BYTES = 4_096;
const ROWS = 5;
/** Shorter lines could stand in a log for other reasons. */
const IS_ROW = /^(?=.{16})(?:[^,;\t]*[,;\t]){3}/;

/** The first rows below the header of every text file that was dropped. */
export const droppedRows = async (client: S3Client, bucket: string): Promise<ReadonlySet<string>> => {
  const rows = new Set<string>();
  for (const Prefix of AREAS)
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix }))
      for (const { Key = '', Size = 0 } of Contents)
        if (Size > 0 && TEXT.test(Key)) for (const row of await firstRows(client, bucket, Key)) rows.add(row);
  return rows;
};

const firstRows = async (client: S3Client, Bucket: string, Key: string): Promise<string[]> => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, Range: `bytes=0-${START_BYTES - 1}` }));
  const text = (await Body?.transformToString()) ?? '';
  // The last line may be cut off.
  const lines = text.split(/\r?\n/).slice(1, -1);
  return lines.slice(0, ROWS).filter((line) => IS_ROW.test(line));
};
