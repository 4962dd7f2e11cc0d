import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { runIdOf } from '@glue-relay/shared/run-id';
import { outcomeKey } from '../../services/ingest/src/adapters/dynamo-outcomes';
import type { TestRelay } from '../../test/support/relay';
import type { engineCloud } from '../support/engine-cloud';
import { GOOD_CSV } from '../support/one-step-pipeline';

const BUCKET = 'relay-data-local-000000000000';
const TABLE = 'relay-ingest-local';
const PART_BYTES = 64 * 1024 ** 2;

/** A file that was dropped, and when S3 had it, in ms since the epoch. */
export interface Drop {
  readonly runId: string;
  readonly droppedAt: number;
}

/** Drops files on a local cloud and finds out what ingest decided. */
export const dropper = (relay: TestRelay, cloud: ReturnType<typeof engineCloud>) => {
  // So many drops wait for a socket longer than the client finds usual.
  const requestHandler = { socketAcquisitionWarningTimeout: 600_000 };
  const s3 = new S3Client({ ...relay.client, forcePathStyle: true, requestHandler });

  const dropOf = async (key: string, VersionId: string | undefined, droppedAt: number): Promise<Drop> => {
    const { LastModified } = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: key, VersionId }));
    const lastModified = (LastModified ?? new Date(0)).toISOString();
    return { runId: runIdOf({ bucket: BUCKET, key, versionId: VersionId ?? null, sequencer: null, lastModified }), droppedAt };
  };

  const drop = async (key: string): Promise<Drop> => {
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: GOOD_CSV }));
    return dropOf(key, VersionId, Date.now());
  };

  /** Uploads a table of about so many bytes in parts, all of which but the first are the same memory. */
  const dropLarge = async (key: string, size: number): Promise<Drop & { readonly bytes: number }> => {
    const target = { Bucket: BUCKET, Key: key };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(target));
    const rows = Buffer.alloc(PART_BYTES, '2017-01-01,1.5\n');
    const first = Buffer.concat([Buffer.from(GOOD_CSV), rows.subarray(0, rows.lastIndexOf('\n') + 1)]);
    const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
    let bytes = 0;
    for (let PartNumber = 1; bytes < size; PartNumber += 1) {
      const Body = PartNumber === 1 ? first : rows;
      const { ETag } = await s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber, Body }));
      Parts.push({ PartNumber, ETag });
      bytes += Body.length;
    }
    const { VersionId } = await s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
    return { ...(await dropOf(key, VersionId, Date.now())), bytes };
  };

  /** When the outcome of a drop was decided, in ms since the epoch; undefined while it is not. */
  const decidedAt = async ({ runId }: Drop): Promise<number | undefined> => {
    const { Item } = await cloud.documents.send(new GetCommand({ TableName: TABLE, Key: outcomeKey(runId) }));
    return Item ? Date.parse(String(Item.decidedAt)) : undefined;
  };

  return { drop, dropLarge, decidedAt, close: () => s3.destroy() };
};
