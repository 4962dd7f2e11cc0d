import type { PublishEvents } from '@glue-relay/shared/aws/event-bus';
import type { ListPipelines } from '@glue-relay/shared/aws/pipeline-parameters';
import type { Release } from '@glue-relay/shared/quarantine';
import type { Outcome } from './domain/outcome';
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

/** Records an outcome unless its run id has one. Gives the one that holds: the same object where it is the one given. */
export type SettleOutcome = (outcome: Outcome) => Promise<Outcome>;

/** Counts one of something. */
export type Count = (name: MetricName) => void;

/** Tells what happened, with the run id and the key among the fields. */
export type Tell = (message: string, fields: Readonly<Record<string, unknown>>) => void;

export interface IntakePorts {
  readonly describeObject: DescribeObject;
  readonly readStart: ReadStart;
  /** The record of a release, where the object at that key is one. */
  readonly readRelease: (bucket: string, key: string) => Promise<Release | undefined>;
  readonly listPipelines: ListPipelines;
  readonly settleOutcome: SettleOutcome;
  readonly publish: PublishEvents;
  readonly now: () => Date;
  readonly count: Count;
  readonly tell: Tell;
}

/** A current version of an object, as a listing tells of it. */
export interface ListedVersion {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  readonly size: number;
  readonly etag: string | null;
  /** ISO 8601, UTC; of a multipart upload the time at which it began. */
  readonly lastModified: string;
}

/** Up to 1,000 versions of a bucket's objects under `raw/`, in order of keys, of which only the current ones are given. */
export interface ListPage {
  readonly current: readonly ListedVersion[];
  /** The last key, whose current version stands before its older ones and so was given; null at the end. */
  readonly next: string | null;
}

/** How far the sweep has come, in ms since the epoch. */
export interface SweepState {
  /** The key after which the next sweep goes on; null where it begins at the first key again. */
  readonly cursor: string | null;
  readonly passStartedAt: number;
  /** Every object last modified before was checked by a pass from first to last key; null before the first such pass. */
  readonly checkedUntil: number | null;
}

/** What the sweep remembers, in ingest's table. */
export interface SweepStore {
  readonly state: () => Promise<SweepState | null>;
  readonly save: (state: SweepState) => Promise<void>;
  /** Those of the run ids that an outcome is recorded of; one recorded this moment may be missing. */
  readonly settled: (runIds: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Those of the run ids that were put to the intake at that time or later. */
  readonly announcedSince: (runIds: readonly string[], since: number) => Promise<ReadonlySet<string>>;
  readonly noteAnnounced: (runIds: readonly string[], at: number) => Promise<void>;
}

export interface SweepPorts {
  readonly list: (after: string | null) => Promise<ListPage>;
  readonly store: SweepStore;
  /** Puts what S3 would have said of them onto the intake queue. */
  readonly announce: (versions: readonly ListedVersion[]) => Promise<void>;
  readonly now: () => number;
  readonly count: Count;
  readonly tell: Tell;
}
