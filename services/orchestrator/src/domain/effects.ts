import type { Millis } from './run';

/** Asks Glue for a run of a step's attempt, by its lease. Only the `arguments` let the run be found again. */
export interface StartEffect {
  readonly type: 'start';
  readonly step: string;
  readonly attempt: number;
  readonly jobName: string;
  readonly arguments: Readonly<Record<string, string>>;
  readonly timeoutMinutes: number;
  /** The lease under which it is owed; an answer that comes after another took it over does not count. */
  readonly leaseUntil: Millis;
  /** Nothing is started from this time on. */
  readonly startBefore: Millis;
  /**
   * `start` where no Glue run can be there; `adopt-or-start` where one may; `adopt` where one may but none is to be
   * started any more. Job runs since `searchSince` are looked at.
   */
  readonly mode: 'start' | 'adopt-or-start' | 'adopt';
  readonly searchSince: Millis;
  /** It did not wait for capacity yet, so that its permit may be asked for before it is known who won the commit. */
  readonly firstTry: boolean;
}

export interface StopEffect {
  readonly type: 'stop';
  readonly jobName: string;
  readonly jobRunId: string;
}

/** Wakes the run at a time; earlier is harmless. */
export interface WakeEffect {
  readonly type: 'wake';
  readonly at: Millis;
}

/** A slot of the pipeline may be free: wakes the first run of its queue. */
export interface AdmitEffect {
  readonly type: 'admit';
  readonly pipeline: string;
}

/** Wakes a running run that is to give way to the one that owes this. */
export interface DisplaceEffect {
  readonly type: 'displace';
  readonly runId: string;
}

/** What is owed to the outside after a commit. Whatever a crash loses here is owed again at a later wake-up. */
export type Effect = StartEffect | StopEffect | WakeEffect | AdmitEffect | DisplaceEffect;
