import type { SQSClient } from '@aws-sdk/client-sqs';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { batchesOf } from '@glue-relay/shared/batches';
import { objectCreated } from '@glue-relay/shared/events/aws-events';
import { runIdOfListed } from '../domain/unannounced';
import type { ListedVersion, SweepPorts } from '../ports';

/** Most messages of a call. Source: docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const MAX_ENTRIES = 10;

/** The queue did not take some messages; the next sweep finds the same objects. */
export class AnnounceError extends Error {
  override readonly name = 'AnnounceError';
}

/** Where the sweep runs: what EventBridge would have stamped on S3's event. */
export interface Origin {
  readonly account: string;
  readonly region: string;
}

/** The intake queue behind `announce`. */
export const sqsAnnounce =
  (client: SQSClient, queueUrl: string, origin: Origin, now: () => number): SweepPorts['announce'] =>
  async (versions) => {
    for (const batch of batchesOf(versions, MAX_ENTRIES)) {
      const Entries = batch.map((version, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(eventOf(version, origin, new Date(now()))),
      }));
      const { Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      if (Failed?.length) throw new AnnounceError(`${Failed.length} objects were refused by the queue: ${Failed[0]?.Code ?? ''}`);
    }
  };

/** The event that S3 would have said of the version, but for the sequencer, which a listing does not give. */
export const eventOf = (version: ListedVersion, origin: Origin, at: Date): object => ({
  version: '0',
  id: `sweep-${runIdOfListed(version)}`,
  source: objectCreated.source,
  'detail-type': objectCreated.detailType,
  ...origin,
  time: at.toISOString(),
  resources: [`arn:aws:s3:::${version.bucket}`],
  detail: {
    version: '0',
    bucket: { name: version.bucket },
    object: {
      key: version.key,
      size: version.size,
      ...(version.etag === null ? {} : { etag: version.etag }),
      'version-id': version.versionId,
    },
    reason: 'Relay Sweep',
  },
});
