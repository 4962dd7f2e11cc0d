import type { DrillWorld } from './world';

/** What a drill has broken. */
export interface Broken {
  /** What was seen when it broke. */
  readonly seen: string;
  /** Runs that the drill made, of which no step may have started twice. */
  readonly runIds: readonly string[];
  /** For the runbook's commands. */
  readonly variables: Readonly<Record<string, string>>;
  /** What no command does; called where the runbook has a comment, with its text. */
  readonly mend?: (text: string) => Promise<void>;
  /** What is not as it was before, or lost; nothing where all has recovered. */
  readonly missing: () => Promise<readonly string[]>;
  /** Puts back what the drill changed for its own sake. */
  readonly tidy?: () => Promise<void>;
}

/** Breaks something on a deployed stage, so that the runbook of that name can be tried. */
export type Drill = (world: DrillWorld) => Promise<Broken>;
