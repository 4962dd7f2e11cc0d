import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import type { CommandResult, Context } from './context';
import { Interruption } from './context';
import { EXIT } from './exit-code';
import type { FailureReport } from './failures';
import { failureDocument, failureText, reportOf } from './failures';
import { onInterruption } from './interruption';
import { programOf } from './program';

/** Where the command line writes. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const processStreams: Streams = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
};

/**
 * Runs one command line.
 *
 * @param root - root of the clone
 * @param args - without node and script
 * @returns the exit code
 */
export const main = async (root: string, args: readonly string[], streams: Streams = processStreams): Promise<number> => {
  const json = args.includes('--json');
  const { signal, release } = onInterruption();
  const contextOf = (quiet: boolean): Context => ({
    root,
    env: process.env,
    signal,
    say: (line) => (quiet ? undefined : streams.err(`${line}\n`)),
    now: () => new Date(),
    width: process.stdout.isTTY ? process.stdout.columns : undefined,
  });
  let delivered: CommandResult | undefined;
  const program = programOf(versionOf(root), contextOf, (result) => {
    delivered = result;
  });
  for (const command of [program, ...program.commands.flatMap((one) => [one, ...one.commands])])
    command
      .exitOverride()
      .configureOutput({ writeOut: (text) => (json ? streams.err(text) : streams.out(text)), writeErr: streams.err });
  try {
    await program.parseAsync([...args], { from: 'user' });
    if (!delivered) return EXIT.ok;
    streams.out(json ? `${JSON.stringify(delivered.document, null, 2)}\n` : delivered.text);
    return delivered.exitCode;
  } catch (error) {
    return failed(error, signal, json, streams);
  } finally {
    release();
  }
};

const failed = (error: unknown, signal: AbortSignal, json: boolean, streams: Streams): number => {
  const tell = (report: FailureReport): void =>
    json ? streams.out(`${JSON.stringify(failureDocument(report), null, 2)}\n`) : streams.err(failureText(report));
  if (signal.aborted && signal.reason instanceof Interruption) {
    const report: FailureReport = { exitCode: EXIT.failed, kind: 'failed', message: 'Interrupted.', remedy: null, detail: null };
    tell(report);
    return signal.reason.exitCode;
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.ok;
    // commander has told a person already, on stderr
    if (json)
      tell({
        exitCode: EXIT.usage,
        kind: 'usage',
        message: error.message.replace(/^error: /, ''),
        remedy: 'see `npx relay --help`.',
        detail: null,
      });
    return EXIT.usage;
  }
  const report = reportOf(error, process.env.RELAY_DEBUG === '1');
  tell(report);
  return report.exitCode;
};

const versionOf = (root: string): string => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
};
