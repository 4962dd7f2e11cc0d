import type { Billed } from '@glue-relay/shared/cost/job-run-cost';
import type { StepResult } from '@glue-relay/shared/step-result';
import type { Millis } from './run';

/** States of an execution: those of a Glue job run, of which every kind has some. Source: docs.aws.amazon.com/glue/latest/webapi/API_JobRun.html */
export type ExecutionState =
  | 'STARTING'
  | 'RUNNING'
  | 'STOPPING'
  | 'WAITING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'STOPPED'
  | 'TIMEOUT'
  | 'ERROR'
  | 'EXPIRED';

/** What an attempt of a step is outside, as its kind tells it: a Glue job run, a crawl, the wait at a gate. */
export interface Execution {
  readonly executionId: string;
  readonly state: ExecutionState;
  readonly startedAt: Millis | null;
  readonly completedAt: Millis | null;
  /** How long it worked; of a job run Glue's ExecutionTime. */
  readonly executionSeconds: number | null;
  /** What Glue bills of it so far; null where its size is not known. */
  readonly billed: Billed | null;
  readonly errorMessage: string | null;
  readonly result: StepResult | null;
}

/** A fact about the world outside, found out before a decision or by acting upon one. */
export type Observation = RunObservation | StepObservation;

export type RunObservation =
  /** The run stands first in its pipeline's queue and a slot is free. */
  | { readonly kind: 'admissible' }
  /** It does not: these runs hold the slots, oldest first, or others wait before it. */
  | { readonly kind: 'busy'; readonly active: readonly string[] }
  /** It is to run only while no other is active or waits, and this one is. */
  | { readonly kind: 'not-alone'; readonly runId: string }
  /** A newer run waits behind it, where only the newest is to wait. */
  | { readonly kind: 'newer-waits'; readonly runId: string }
  /** A newer version of its key was taken before it. */
  | { readonly kind: 'newer-taken'; readonly runId: string }
  /** Somebody wants the run to end. */
  | { readonly kind: 'cancel-requested'; readonly by: string; readonly reason: string }
  /** The run holds a slot that a newer one is to have. */
  | { readonly kind: 'displaced'; readonly by: string };

export type StepObservation =
  /** What the attempt is, or may be, outside. */
  | { readonly kind: 'execution'; readonly step: string; readonly attempt: number; readonly execution: Execution }
  /** Nothing is known of the execution that the step has. */
  | { readonly kind: 'execution-unknown'; readonly step: string; readonly executionId: string }
  /** The start answered with an id. */
  | { readonly kind: 'started'; readonly step: string; readonly attempt: number; readonly executionId: string }
  /**
   * Glue has no room now. Where `mayHaveStarted`, its answer left open whether the attempt started; with `startedSince` it did, and
   * whatever began since then is it.
   */
  | (Unstarted & {
      readonly kind: 'no-capacity';
      readonly message: string;
      readonly mayHaveStarted: boolean;
      readonly startedSince?: Millis;
    })
  /** Glue will never start this: no such job, a wrong argument, no permission. */
  | (Unstarted & { readonly kind: 'start-refused'; readonly message: string })
  /** Nothing of the attempt is to be found, and nobody else may start it. */
  | (Unstarted & { readonly kind: 'never-started' });

/** What the holder of a lease on an attempt found; it says nothing about what a later holder does. */
interface Unstarted {
  readonly step: string;
  readonly attempt: number;
  readonly leaseUntil: Millis;
}
