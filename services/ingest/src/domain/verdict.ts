import type { Parameters } from '@glue-relay/shared/dataset';
import type { RejectionReason } from '@glue-relay/shared/events/dataset-rejected';

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
