import type { Parameters } from '@glue-relay/shared/dataset';
import type { DatasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import type { RejectionReason } from '@glue-relay/shared/events/dataset-rejected';
import type { BatchRule } from '@glue-relay/shared/pipeline/input';

/** Why an object is not fit, in words for the person who dropped it. */
export interface Fault {
  readonly reason: RejectionReason;
  /** What is wrong and where. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

export interface Accepted {
  readonly kind: 'accepted';
  readonly pipeline: string;
  readonly parameters: Parameters;
  /** Null where the pipeline has no partitions. */
  readonly partition: string | null;
  /** Null where each file is a run of its own. */
  readonly batch: BatchRule | null;
  readonly override: DatasetAccepted['override'];
}

export interface Rejected extends Fault {
  readonly kind: 'rejected';
  /** Null where no pipeline could be told. */
  readonly pipeline: string | null;
}

export type Verdict = Accepted | Rejected;

export const rejected = (pipeline: string | null, fault: Fault): Rejected => ({ kind: 'rejected', pipeline, ...fault });

/** Names as they stand in messages. */
export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

const LENGTH_SHOWN = 60;

/** A name or value from a file as messages show it: cut, since one may be a megabyte long. */
export const shown = (text: string): string => {
  const flat = text.replaceAll(/\s+/g, ' ');
  return flat.length > LENGTH_SHOWN ? `${flat.slice(0, LENGTH_SHOWN)}…` : flat;
};
