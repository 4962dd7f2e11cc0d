import type { ExitCode } from './exit-code';

/** What a command may know and use of the world around it. */
export interface Context {
  /** Root of the clone. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  /** Fires when the user interrupts; its reason is an `Interruption`. */
  readonly signal: AbortSignal;
  /** One line for the user while the command works; goes to stderr, and nowhere with `--json` for lines of no weight. */
  readonly say: (line: string) => void;
  readonly now: () => Date;
  /** Width of the terminal in columns; undefined where stdout is none. */
  readonly width: number | undefined;
}

/** What a command leaves: a document for `--json`, the same as text for a person, and the exit code. */
export interface CommandResult {
  readonly document: object;
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** The user interrupted. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  /** @param exitCode - 128 + number of the signal */
  constructor(readonly exitCode: number) {
    super('Interrupted.');
  }
}
