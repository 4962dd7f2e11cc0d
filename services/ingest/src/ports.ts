import type { PublishEvents } from '@glue-relay/shared/aws/event-bus';
import type { ListPipelines } from '@glue-relay/shared/aws/pipeline-parameters';
import type { MetricName } from './metric-names';

/** One object, or one version of it where a version is known. */
export interface ObjectReference {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | null;
}

/** What S3 knows of an object. */
export interface ObjectFacts {
  readonly versionId: string | null;
  readonly size: number;
  readonly etag: string | null;
  /** ISO 8601, UTC. */
  readonly lastModified: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Undefined where the object is gone. */
export type DescribeObject = (object: ObjectReference) => Promise<ObjectFacts | undefined>;

/** The first bytes of an object, at most `length`; undefined where the object is gone. */
export type ReadStart = (object: ObjectReference, length: number) => Promise<Uint8Array | undefined>;

/** What was decided about a data set and said of it, kept to the byte. */
export interface Outcome {
  readonly runId: string;
  readonly kind: 'accepted' | 'rejected';
  /** JSON text of the event's detail. */
  readonly detail: string;
  readonly key: string;
  readonly decidedAt: string;
}

/** Records an outcome unless its run id has one. Gives the one that holds: the same object where it is the one given. */
export type SettleOutcome = (outcome: Outcome) => Promise<Outcome>;

/** Counts one of something. */
export type Count = (name: MetricName) => void;

/** Tells what happened, with the run id and the key among the fields. */
export type Tell = (message: string, fields: Readonly<Record<string, unknown>>) => void;

export interface IntakePorts {
  readonly describeObject: DescribeObject;
  readonly readStart: ReadStart;
  readonly listPipelines: ListPipelines;
  readonly settleOutcome: SettleOutcome;
  readonly publish: PublishEvents;
  readonly now: () => Date;
  readonly count: Count;
  readonly tell: Tell;
}
