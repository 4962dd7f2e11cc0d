import type { Billed } from '@glue-relay/shared/cost/job-run-cost';
import type { Dataset, Parameters } from '@glue-relay/shared/dataset';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import type { StepDefinition } from '@glue-relay/shared/pipeline/step-definition';
import type { StepResult } from '@glue-relay/shared/step-result';
import type { JournalEntry } from './journal';

/** A point in time, in ms since the epoch. The domain has no clock: every time comes in as an argument. */
export type Millis = number;

/** One attempt of a step that came to its end. */
export interface EndedAttempt {
  readonly attempt: number;
  readonly executionId: string | null;
  readonly startedAt: Millis | null;
  readonly endedAt: Millis;
  readonly executionSeconds: number | null;
  readonly billed: Billed | null;
  readonly error: string | null;
  readonly result: StepResult | null;
}

export interface PendingStep {
  readonly state: 'PENDING';
}

/**
 * An attempt is owed its start. `since` is when it first was, the lease belongs to the one that starts it. It may have
 * started already where `mayHaveStarted`: then it has to be searched for before it is started.
 */
export interface StartingStep {
  readonly state: 'STARTING';
  readonly attempt: number;
  readonly since: Millis;
  readonly leaseUntil: Millis;
  readonly mayHaveStarted: boolean;
  readonly capacityWaits: number;
}

export interface RunningStep {
  readonly state: 'RUNNING';
  readonly attempt: number;
  readonly executionId: string;
  readonly startedAt: Millis;
}

/** Sits out the delay before a retry (`failed` is the attempt before), or until Glue has capacity for the same attempt. */
export interface WaitingStep {
  readonly state: 'WAITING';
  readonly nextAttempt: number;
  readonly until: Millis;
  readonly error: string;
  readonly failed: EndedAttempt | null;
  readonly capacityWaits: number;
  /** When the attempt was first owed, where Glue may have started it although it did not say so. */
  readonly mayHaveStartedSince: Millis | null;
}

/** The attempt was asked to stop; it is over only when its kind says so. */
export interface StoppingStep {
  readonly state: 'STOPPING';
  readonly attempt: number;
  readonly executionId: string;
  readonly startedAt: Millis;
  readonly why: 'step-timeout' | 'run-ending';
  readonly stopAgainAt: Millis;
}

export interface SucceededStep extends EndedAttempt {
  readonly state: 'SUCCEEDED';
}

export interface UnsuccessfulStep extends EndedAttempt {
  readonly state: 'FAILED' | 'TIMED_OUT' | 'STOPPED';
  readonly error: string;
}

export interface SkippedStep {
  readonly state: 'SKIPPED';
  readonly reason: string;
  readonly endedAt: Millis;
}

/** A step of a run; the state says which other fields there are. */
export type Step =
  | PendingStep
  | StartingStep
  | RunningStep
  | WaitingStep
  | StoppingStep
  | SucceededStep
  | UnsuccessfulStep
  | SkippedStep;

/** From `giveUpAt` on the run is not started any more. */
export interface QueuedStatus {
  readonly state: 'QUEUED';
  readonly giveUpAt: Millis;
}

/** How a run ends that is made to: its time is up, or a newer run takes its slot. */
export interface Ending {
  readonly state: 'TIMED_OUT' | 'CANCELLED';
  readonly error: string;
}

/** Once `ending` is set nothing starts any more, and what is active is stopped. */
export interface RunningStatus {
  readonly state: 'RUNNING';
  readonly startedAt: Millis;
  readonly deadline: Millis;
  readonly ending: Ending | null;
}

/** `startedAt` is null where the run never left the queue. */
export interface EndedStatus {
  readonly state: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'CANCELLED' | 'SKIPPED';
  readonly startedAt: Millis | null;
  readonly endedAt: Millis;
  readonly error: string | null;
}

/** A newer version of the run's key had been taken when it came. */
export interface SupersededStatus {
  readonly state: 'SUPERSEDED';
  readonly startedAt: null;
  readonly endedAt: Millis;
  readonly error: string;
  readonly supersededBy: string;
}

export type RunStatus = QueuedStatus | RunningStatus | EndedStatus | SupersededStatus;

/** What a step has used up so far: the number of its latest attempt, and the retries that each rule of its list granted. */
export interface Tries {
  readonly attempts: number;
  readonly retries: readonly number[];
}

/** One run of a pipeline over one data set: the document that every wake-up loads and decides upon. */
export interface Run {
  readonly runId: string;
  /** Grows by one with each commit; a commit names the version that it was decided upon. */
  readonly version: number;
  /** Number of journal entries so far, thus the sequence of the latest. */
  readonly sequence: number;
  /** Its latest entries, where its next commit is to file them in the journal (see `unfiledAfter`). */
  readonly unfiled: readonly JournalEntry[];
  /** As deployed when the run was created; a later deploy does not change a run, a redrive with the latest definition does. */
  readonly definition: PipelineDefinition;
  readonly dataset: Dataset;
  /** No two runs of one partition hold a slot at once. None on runs of pipelines without partitions. */
  readonly partition?: string | null;
  readonly parameters: Parameters;
  readonly acceptedAt: Millis;
  /**
   * Orders the pipeline's queue, lowest first: when the data was accepted, but behind an older version of its
   * key; when it was redriven, then by that.
   */
  readonly place: Millis;
  readonly createdAt: Millis;
  /** When it was made or, after that, redriven last: what has to be done within some time counts from then. */
  readonly takenUpAt: Millis;
  readonly updatedAt: Millis;
  readonly status: RunStatus;
  /** How often a command took the run up again: only so is a terminal state of the run or of a step left. */
  readonly redrives: number;
  readonly steps: Readonly<Record<string, Step>>;
  /** By step; one that never began has no entry. */
  readonly tries: Readonly<Record<string, Tries>>;
}

/** What the step has used up. */
export const triesOf = (run: Run, name: string): Tries => run.tries[name] ?? { attempts: 0, retries: [] };

/** The step of the run by name; a name that the definition does not have is a bug. */
export const stepOf = (run: Run, name: string): Step => {
  const step = run.steps[name];
  if (!step) throw new Error(`Run ${run.runId} has no step "${name}"`);
  return step;
};

/** What the run's definition says of the step. */
export const definitionOf = (run: Run, name: string): StepDefinition => {
  const found = run.definition.steps.find((step) => step.name === name);
  if (!found) throw new Error(`Pipeline ${run.definition.pipeline} has no step "${name}"`);
  return found;
};

export type ActiveStep = StartingStep | RunningStep | WaitingStep | StoppingStep;

/** Whether an execution of the step is, may be or will be there. */
export const isActiveStep = (step: Step): step is ActiveStep => {
  switch (step.state) {
    case 'STARTING':
    case 'RUNNING':
    case 'WAITING':
    case 'STOPPING':
      return true;
    case 'PENDING':
    case 'SUCCEEDED':
    case 'FAILED':
    case 'TIMED_OUT':
    case 'STOPPED':
    case 'SKIPPED':
      return false;
  }
};

/** Whether the step came to its end without success although it had begun. */
export const isUnsuccessfulStep = (step: Step): step is UnsuccessfulStep =>
  step.state === 'FAILED' || step.state === 'TIMED_OUT' || step.state === 'STOPPED';

export const hasEnded = (run: Run): run is Run & { readonly status: EndedStatus | SupersededStatus } =>
  run.status.state !== 'QUEUED' && run.status.state !== 'RUNNING';
