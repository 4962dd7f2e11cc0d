import type { Batch, ClosedBatch } from './domain/batch';

/** An open batch, and the revision on which the next write of it depends. */
export interface KnownBatch {
  readonly batch: Batch;
  readonly revision: number;
}

/** All or nothing: what becomes of a group's open batch, which batch is closed, and which file is from now on of which batch. */
export interface BatchChange {
  readonly groupId: string;
  readonly before: KnownBatch | null;
  /** Null where none is open afterwards. */
  readonly next: Batch | null;
  readonly closed: ClosedBatch | null;
  readonly member: { readonly runId: string; readonly batchRunId: string } | null;
}

/** A batch that something is owed to: to be closed, or to be said. */
export interface OwedBatch {
  readonly groupId: string;
  readonly runId: string;
}

/** Batches in ingest's table. Reads are strongly consistent but for `owed`. */
export interface BatchStore {
  /** The run id of the batch that the file is of. */
  readonly batchOf: (memberRunId: string) => Promise<string | null>;
  readonly open: (groupId: string) => Promise<KnownBatch | null>;
  /** False where the group's batch is another by now, or the file is of a batch already. */
  readonly commit: (change: BatchChange) => Promise<boolean>;
  readonly closed: (runId: string) => Promise<{ readonly batch: ClosedBatch; readonly said: boolean } | null>;
  readonly noteSaid: (runId: string) => Promise<void>;
  /** Open batches that should have been closed by that time, and closed ones that should have been said, so many at most. */
  readonly owed: (by: number, limit: number) => Promise<readonly OwedBatch[]>;
}

export interface BatchPorts {
  readonly batches: BatchStore;
  /** Puts a look at the batch onto the intake queue, so many seconds from now, at most as many as the queue can hold it back. */
  readonly lookAgain: (batch: OwedBatch, seconds: number) => Promise<void>;
  readonly writeList: (bucket: string, key: string, text: string) => Promise<void>;
  /** Waits a random short time, after so many lost races. */
  readonly pause: (lost: number) => Promise<void>;
}
