import type { StepKind as KindName } from '@glue-relay/shared/pipeline/step-definition';
import type { Execution } from './domain/observation';
import type { Millis } from './domain/run';
import type { Work } from './domain/work';

/**
 * What came of a start. `execution`: what was started, or found, is known already; `mayHaveStarted` where a server error or a
 * broken connection left it open, or, with `startedSince`, where it did start and whatever began since then is it.
 */
export type StartAnswer =
  | { readonly type: 'started'; readonly executionId: string }
  | { readonly type: 'execution'; readonly execution: Execution }
  | {
      readonly type: 'no-capacity';
      readonly message: string;
      readonly mayHaveStarted: boolean;
      readonly startedSince?: Millis;
    }
  | { readonly type: 'refused'; readonly message: string };

/** Which execution of an attempt is meant: the one of an id, or whichever began since a time, where a start told no id. */
export type Sought = { readonly executionId: string } | { readonly since: Millis };

/**
 * A kind of step: how an attempt of it is started, looked at and stopped. The engine decides when, and how often; a kind keeps
 * nothing and decides nothing. To add one: implement this in `adapters/kinds/`, and name it where `enginePortsOver` lists them.
 */
export interface StepKind<Kind extends KindName = KindName> {
  /** Whether a start counts to the stage's limit of Glue's starts. */
  readonly isLimited: boolean;
  /** Starts the attempt. It must not take longer than a start's lease. */
  readonly start: (work: Work<Kind>) => Promise<StartAnswer>;
  /** What became of the attempt; null where nothing is known of it. */
  readonly observe: (work: Work<Kind>, sought: Sought) => Promise<Execution | null>;
  /** Asks for a stop; what has ended already is left alone. Null where it is over only when `observe` says so. */
  readonly stop: (work: Work<Kind>, executionId: string) => Promise<Execution | null>;
}

/** One for each kind of step. */
export type StepKinds = { readonly [Kind in KindName]: StepKind<Kind> };

/** The kind of some work, as one that takes that work. */
export const kindOf = <Kind extends KindName>(kinds: StepKinds, { kind }: { readonly kind: Kind }): StepKind<Kind> => kinds[kind];
