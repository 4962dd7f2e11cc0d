import type { DatasetRejected } from '@glue-relay/shared/events/dataset-rejected';
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

/** Somebody else is about to send the message, or died over it; trying later tells. */
export class OwedNoticeError extends Error {
  override readonly name = 'OwedNoticeError';
  constructor(readonly runId: string) {
    super(`The message about ${runId} is owed by another invocation, or was; its event has to come again`);
  }
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

const notify = async ({ notices, send, stage, now, count }: RejectionPorts, rejection: DatasetRejected): Promise<void> => {
  const at = now();
  const claimed = await notices.claim(rejection.runId, at, at + LEASE_MS);
  if (claimed === 'sent') return count(METRICS.noticeRepeated);
  if (claimed === 'held') throw new OwedNoticeError(rejection.runId);
  await send(rejectionNotice(rejection, stage));
  await notices.confirm(rejection.runId);
  count(METRICS.noticeSent);
};
