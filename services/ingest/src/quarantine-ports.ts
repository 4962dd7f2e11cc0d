import type { SendNotice } from '@glue-relay/shared/notices/notice';
import type { Sidecar } from '@glue-relay/shared/quarantine';
import type { ContentFacts } from './domain/same-content';
import type { Count, ObjectReference, Tell } from './ports';

/** Moving an object out of `raw/`, one call for each member. */
export interface QuarantineStore {
  /** Undefined where the object, or that version of it, is gone. */
  readonly contentOf: (object: ObjectReference) => Promise<ContentFacts | undefined>;
  /** Copies a version with its metadata, in the parts in which it was uploaded. */
  readonly copy: (from: ObjectReference, toKey: string) => Promise<void>;
  readonly writeSidecar: (bucket: string, key: string, sidecar: Sidecar) => Promise<void>;
  /** Deletes that version and no other, for good. */
  readonly remove: (version: ObjectReference & { readonly versionId: string }) => Promise<void>;
}

/** Which rejections people were told of. */
export interface NoticeLog {
  /** `mine` where the message is the caller's to send until the lease ends, `held` where it is another's to send, else `sent`. */
  readonly claim: (runId: string, now: number, leaseUntil: number) => Promise<'mine' | 'held' | 'sent'>;
  readonly confirm: (runId: string) => Promise<void>;
}

export interface RejectionPorts {
  readonly store: QuarantineStore;
  readonly notices: NoticeLog;
  readonly send: SendNotice;
  readonly stage: string;
  readonly now: () => number;
  readonly count: Count;
  readonly tell: Tell;
}
