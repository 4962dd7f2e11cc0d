import type { DatasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import { sendOnce } from '@glue-relay/shared/notices/once';
import type { Sidecar } from '@glue-relay/shared/quarantine';
import { rejectionNotice } from '../domain/rejection-notice';
import type { ContentFacts, Proof } from '../domain/same-content';
import { sameContent } from '../domain/same-content';
import { METRICS } from '../metric-names';
import type { ObjectReference } from '../ports';
import type { QuarantineStore, RejectionPorts } from '../quarantine-ports';

/** The copy in the quarantine is not found to be the same as the object; that stays in `raw/`. Trying later may help. */
export class CopyDiffersError extends Error {
  override readonly name = 'CopyDiffersError';
}

/** How long a message belongs to the one that claimed it, in ms: longer than the function runs. */
const LEASE_MS = 6 * 60_000;

/**
 * Moves a rejected object into the quarantine and tells people, each once however often the event comes. A crash between any
 * two calls is made good by the next try: the object is removed last, and only while the copy is known to be the same.
 *
 * @throws CopyDiffersError, OwedNoticeError
 */
export const handleRejection =
  (ports: RejectionPorts) =>
  async (rejection: DatasetRejected): Promise<void> => {
    await move(ports, rejection);
    await notify(ports, rejection);
  };

const move = async ({ store, count, tell }: RejectionPorts, rejection: DatasetRejected): Promise<void> => {
  const { runId, dataset, quarantine } = rejection;
  const { bucket, key, versionId } = dataset;
  if (!quarantine || versionId === null) return count(METRICS.leftInPlace);
  const version = { bucket, key, versionId };
  const original = await store.contentOf(version);
  // Moved by an earlier try, or deleted by somebody.
  if (!original) return count(METRICS.quarantineRepeated);
  const proof = await copyOnce(store, version, original, quarantine.key);
  await store.writeSidecar(bucket, quarantine.sidecarKey, sidecarOf(rejection, quarantine.key, original.size, proof));
  await store.remove(version);
  count(METRICS.quarantined);
  tell('data set moved to quarantine', { runId, key, quarantineKey: quarantine.key, bytes: original.size });
};

/** Copies the version unless an earlier try did, and proves the copy either way. */
const copyOnce = async (
  store: QuarantineStore,
  version: ObjectReference,
  original: ContentFacts,
  toKey: string,
): Promise<Proof> => {
  const proveCopy = async (): Promise<Proof | null> => {
    const copy = await store.contentOf({ bucket: version.bucket, key: toKey, versionId: null });
    return copy ? sameContent(original, copy) : null;
  };
  const earlier = await proveCopy();
  if (earlier) return earlier;
  await store.copy(version, toKey);
  const proof = await proveCopy();
  if (!proof) throw new CopyDiffersError(`Size or checksum of ${toKey} is not that of ${version.key} (${version.versionId})`);
  return proof;
};

const sidecarOf = (rejection: DatasetRejected, key: string, size: number, checksum: Proof): Sidecar => {
  const { runId, pipeline, reason, message, remedy, rejectedAt, dataset } = rejection;
  return {
    schemaVersion: 1,
    runId,
    pipeline,
    reason,
    message,
    remedy,
    rejectedAt,
    original: dataset,
    quarantined: { key, size, checksum },
  };
};

const notify = async (ports: RejectionPorts, rejection: DatasetRejected): Promise<void> => {
  const notice = rejectionNotice(rejection, ports.stage);
  const outcome = await sendOnce(ports, { id: rejection.runId, notice, leaseMs: LEASE_MS });
  ports.count(outcome === 'sent' ? METRICS.noticeSent : METRICS.noticeRepeated);
};
