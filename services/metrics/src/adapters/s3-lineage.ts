import type { S3Client } from '@aws-sdk/client-s3';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { RunLineage, SendLineage } from '../ports';

/** `runs/<pipeline>/lineage/run_id=<run id>/<job>-<id in OpenLineage>-<type>.json`: one object for each event, however often it is sent. */
export const lineageKeyOf = ({ pipeline, runId, event }: RunLineage): string =>
  `runs/${pipeline}/lineage/run_id=${runId}/${event.job.name}-${event.run.runId}-${event.eventType}.json`;

/** Leaves events in a bucket. */
export const s3Lineage =
  (client: S3Client, bucket: string): SendLineage =>
  async (lineage) => {
    const Body = `${JSON.stringify(lineage.event)}\n`;
    const Key = lineageKeyOf(lineage);
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: 'application/json' }));
    return { outcome: 'sent', answer: Key };
  };
