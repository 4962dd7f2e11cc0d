import type { ListPipelines } from '@glue-relay/shared/aws/pipeline-parameters';
import type { CommandRecord } from '../../src/domain/commands';
import type { JournalEntry } from '../../src/domain/journal';
import type { Watch } from '../../src/domain/notices/alerts';
import type { Run } from '../../src/domain/run';
import type { AlertStore, KnownHealth, NoticeRecord, NoticeStore } from '../../src/notice-ports';
import type { RunStore } from '../../src/ports';
import type { Item } from '../twins/aws/operands';
import type { Call } from './workers';

/** What the functions reach their state through. */
export interface Stores {
  readonly runs: RunStore;
  readonly notices: NoticeStore;
  readonly alerts: AlertStore;
  readonly listPipelines: ListPipelines;
}

/** What stands in the orchestrator's table; the invariants look at nothing else of it. */
export interface Books {
  readonly runs: () => readonly Run[];
  readonly journalOf: (runId: string) => readonly JournalEntry[];
  readonly commands: () => readonly CommandRecord[];
  /** When starts were asked for that were granted. */
  readonly permits: () => readonly number[];
  readonly notices: () => readonly NoticeRecord[];
  /** Pipelines with a slot taken or a run in the queue. */
  readonly occupied: () => readonly string[];
  readonly healthOf: (pipeline: string) => KnownHealth | null;
  readonly watchOf: (pipeline: string) => Watch | null;
  /** The deadline of a run, until the sweep looked at it. */
  readonly deadlineOf: (runId: string) => number | null;
}

/** Where the service keeps its state: for a worker the way there, and for the invariants what is there. */
export interface Storage {
  readonly storesOf: (call: Call) => Stores;
  readonly books: Books;
}

export interface StorageOptions {
  readonly clock: () => number;
  /** What SSM holds. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Told of each run that was written, after all that its commit wrote. */
  readonly onRun: (run: Run) => void;
  /** Told of each new item of a journal. */
  readonly onJournal: (item: Item) => void;
}
