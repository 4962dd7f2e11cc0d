import type { Millis } from './run';
import type { Work } from './work';

/** Asks for an attempt of a step to be started, by its lease. */
export interface StartEffect {
  readonly type: 'start';
  readonly step: string;
  readonly work: Work;
  /** The lease under which it is owed; an answer that comes after another took it over does not count. */
  readonly leaseUntil: Millis;
  /** Nothing is started from this time on. */
  readonly startBefore: Millis;
  /**
   * `start` where nothing can have been started; `adopt-or-start` where something may have; `adopt` where it may but nothing
   * is to be started any more.
   */
  readonly mode: 'start' | 'adopt-or-start' | 'adopt';
  /** When the attempt was first owed: nothing that is older is it. */
  readonly owedSince: Millis;
  /** It did not wait for capacity yet, so that its permit may be asked for before it is known who won the commit. */
  readonly firstTry: boolean;
}

export interface StopEffect {
  readonly type: 'stop';
  readonly step: string;
  readonly work: Work;
  readonly executionId: string;
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
