import type { NoticeOncePorts } from '@glue-relay/shared/notices/once';
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

export interface RejectionPorts extends NoticeOncePorts {
  readonly store: QuarantineStore;
  readonly stage: string;
  readonly count: Count;
  readonly tell: Tell;
}
