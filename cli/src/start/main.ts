import { CommanderError } from 'commander';
import type { Context } from '../context';
import { Interruption } from '../context';
import { EXIT } from '../exit-code';
import { failureText, reportOf } from '../failures';
import { onInterruption } from '../interruption';
import { exitCodeOf } from '../outcome';
import { duration } from '../render/format';
import { runReport } from '../render/run-report';
import type { Journey } from './journey';
import { travel } from './journey';
import type { StartOptions } from './options';
import { startCommand, startOptionsOf } from './options';
import { plainProgress } from './plain-progress';
import type { Progress } from './progress';
import type { Session } from './session';
import { openSession } from './session';

/**
 * `npm start`: the product on one machine, from nothing to a finished run.
 *
 * @param root - root of the clone
 * @param args - what came after `npm start --`
 * @returns the exit code
 */
export const start = async (root: string, args: readonly string[]): Promise<number> => {
  const isTerminal = process.stdout.isTTY === true;
  // a terminal that was closed takes no more words, and what runs must be stopped all the same
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const { signal, release } = onInterruption();
  const say = (line: string): boolean => process.stdout.write(`${line}\n`);
  const context: Context = { root, env: process.env, signal, say, now: () => new Date(), width: undefined };
  let session: Session | undefined;
  try {
    const options = startOptionsOf(startCommand().exitOverride(), args, process.env, isTerminal);
    const progress = isTerminal
      ? (await import('./terminal-progress')).terminalProgress()
      : plainProgress((text) => process.stdout.write(text));
    const from = performance.now();
    session = await openCloud(context, options, progress);
    const journey = await travel(context, session, options, progress);
    say(`\n${reportText(journey, (performance.now() - from) / 1000)}`);
    await stayUp(session, options, say);
    return exitCodeOf(journey.run);
  } catch (error) {
    return failed(error, session?.signal ?? signal);
  } finally {
    await session?.close();
    release();
  }
};

const openCloud = async (context: Context, options: StartOptions, progress: Progress): Promise<Session> => {
  let session: Session | undefined;
  await progress.group([
    {
      title: 'Local cloud',
      work: async (report) => {
        session = await openSession(context, options);
        report.detail(`${session.cloud.endpoint}${session.isBorrowed ? ', up already' : ''}`);
      },
    },
  ]);
  if (!session) throw new Error('The local cloud did not start.');
  return session;
};

const reportText = ({ run, bucket, apiUrl }: Journey, seconds: number): string =>
  [
    runReport(run, process.stdout.isTTY ? process.stdout.columns : undefined),
    ...(run.rejection
      ? []
      : [
          `Outputs     s3://${bucket}/<area>/${run.pipeline}/run_id=${run.runId}/`,
          `            list them: npx relay outputs ${run.runId}`,
        ]),
    `Status API  ${apiUrl}/runs/${run.runId}`,
    `All in all  ${duration(seconds)}`,
  ].join('\n');

/** In a terminal the cloud stays up until the user has seen enough; its dying meanwhile is told. */
const stayUp = async (session: Session, options: StartOptions, say: (line: string) => void): Promise<void> => {
  if (options.once && !session.isBorrowed)
    return say('\nThe local cloud stops now and keeps nothing; `npx relay up` starts one that stays up.');
  if (session.isBorrowed) return say('\nThe local cloud was up before and stays up: stop it with `npx relay down`.');
  say('\nThe local cloud stays up: try `npx relay runs` in another terminal. Ctrl-C stops it.');
  const keepAlive = setInterval(() => undefined, 60_000);
  await new Promise<void>((resolve) => session.signal.addEventListener('abort', () => resolve(), { once: true }));
  clearInterval(keepAlive);
  if (!(session.signal.reason instanceof Interruption)) throw session.signal.reason;
  say('\nStopping the local cloud.');
};

const failed = (error: unknown, signal: AbortSignal): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const cause: unknown = signal.aborted ? signal.reason : error;
  if (cause instanceof Interruption) {
    process.stderr.write('\nInterrupted: stopping the deploy, the run and the local cloud. `npm start` begins anew.\n');
    return cause.exitCode;
  }
  const report = reportOf(cause, process.env.RELAY_DEBUG === '1');
  process.stderr.write(
    `\n${failureText({ ...report, remedy: report.kind === 'usage' ? 'see `npm start -- --help`.' : report.remedy })}`,
  );
  return report.exitCode;
};
