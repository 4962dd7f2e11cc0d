import type { AttemptId } from './domain/arguments';
import type { CommandRecord } from './domain/commands';
import type { Cause, JournalEntry } from './domain/journal';
import type { MetricName } from './domain/metrics';
import type { Execution } from './domain/observation';
import type { PipelineQueue } from './domain/queue';
import type { Millis, Run } from './domain/run';
import type { StartLimit } from './domain/start-limit';
import type { NewestVersion } from './domain/versions';
import type { StepKinds } from './step-kinds';

/** Current time; the only clock of the service. */
export type Clock = () => Millis;

/** A run's change, decided upon `before` (null for a new run) and written as a whole or not at all. */
export interface Commit {
  readonly before: Run | null;
  readonly run: Run;
  readonly journal: readonly JournalEntry[];
  /** Where the run takes a version of its key: the newest before, which must still be so, and from now on. */
  readonly taken?: { readonly before: NewestVersion | null; readonly newest: NewestVersion };
  /** Whether a slot is to be taken only where no other run has one. */
  readonly alone?: boolean;
  /** The command that this does, under a key that nobody used before. */
  readonly command?: CommandRecord;
}

/** `conflict`: the run, or its key's newest version, is not what it was when this was decided upon any more. `no-slot`: its pipeline has as many runs as it may. `repeated`: the command was done before. */
export type CommitOutcome = 'committed' | 'conflict' | 'no-slot' | 'repeated';

/** A running run, and since when it is due to be looked at. */
export interface DueRun {
  readonly runId: string;
  readonly due: Millis;
}

/** The orchestrator's table. Reads of one run, key, command or queue are strongly consistent, the two listings are not. */
export interface RunStore {
  readonly load: (runId: string) => Promise<Run | null>;
  readonly commit: (commit: Commit) => Promise<CommitOutcome>;
  /** The newest version of the key that the pipeline has taken. */
  readonly newestOf: (pipeline: string, key: string) => Promise<NewestVersion | null>;
  readonly commandOf: (key: string) => Promise<CommandRecord | null>;
  /** Records the answer to a command that changed nothing; false where its key has one already. */
  readonly recordCommand: (record: CommandRecord) => Promise<boolean>;
  /** Charges a start to the stage's limit; false where it has none left now. */
  readonly permitStart: (limit: StartLimit, now: Millis) => Promise<boolean>;
  readonly queueOf: (pipeline: string) => Promise<PipelineQueue>;
  /** Frees a slot whose run is gone; the commit that ends a run frees its own. */
  readonly releaseSlot: (pipeline: string, runId: string) => Promise<void>;
  /** Running runs that are due to be looked at by that time (see `dueAt`). */
  readonly dueRuns: (by: Millis) => Promise<readonly DueRun[]>;
  /** When the sweep looked last, as it noted when it was done; null before the first. */
  readonly sweptAt: () => Promise<Millis | null>;
  readonly noteSwept: (at: Millis) => Promise<void>;
  /** Pipelines that ever had a run. */
  readonly pipelines: () => Promise<readonly string[]>;
}

/** A Glue job run with the attempt that its arguments name; null for one that the orchestrator did not start. */
export interface FoundJobRun {
  readonly execution: Execution;
  readonly attempt: AttemptId | null;
}

/** A job run by its id, whoever started it; null where Glue does not know it. */
export type FindJobRun = (jobName: string, jobRunId: string) => Promise<FoundJobRun | null>;

/** A message that wakes a run. */
export interface Wake {
  readonly runId: string;
  readonly cause: Exclude<Cause['type'], 'command'>;
  readonly at: Millis;
}

/** Sends wakes; one that is due later than the queue can delay comes early. */
export type SendWakes = (wakes: readonly Wake[]) => Promise<void>;

/** Counters and log lines; `keys` carry run id and step. */
export interface Telemetry {
  readonly count: (metric: MetricName) => void;
  readonly info: (message: string, keys: Readonly<Record<string, unknown>>) => void;
}

/** What every wake-up needs. */
export interface Ports {
  readonly store: RunStore;
  readonly kinds: StepKinds;
  /** Whether the stage may start Glue work now; each yes is charged, whether it is then made use of or not. */
  readonly permitStart: () => Promise<boolean>;
  readonly sendWakes: SendWakes;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}
