import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ClonePaths } from '@glue-relay/local/paths';
import { signalGroup } from '@glue-relay/local/process-group';
import type { Toolchain } from '@glue-relay/local/toolchain';
import * as z from 'zod';
import { OperationError } from '../failures';

/** A script to run: paths of this machine, and the arguments that Glue would hand it. */
export interface OfflineJob {
  readonly step: string;
  readonly script: string;
  /** Archive of the packages that it imports. */
  readonly library: string;
  readonly arguments: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** File for what it prints. */
  readonly log: string;
}

const outcomeSchema = z.object({
  state: z.enum(['SUCCEEDED', 'FAILED', 'STOPPED', 'TIMEOUT']),
  message: z.string().nullable(),
  seconds: z.number(),
});
export type JobOutcome = z.infer<typeof outcomeSchema>;

/** Runs job scripts, one at a time. */
export interface JobProcess {
  readonly run: (job: OfflineJob) => Promise<JobOutcome>;
  readonly close: () => Promise<void>;
}

/**
 * Starts the process that runs scripts as the local cloud does, without a cloud: one JVM of Spark for all of them, and a
 * Python process for each.
 *
 * @param workDir - for its files; what goes wrong with itself is in `offline.log` there
 * @param signal - ends it and all that it started
 */
export const startJobProcess = (paths: ClonePaths, toolchain: Toolchain, workDir: string, signal: AbortSignal): JobProcess => {
  const { python, javaHome, jarsDir, cdsArchive } = toolchain;
  const log = join(workDir, 'offline.log');
  const child = spawn(
    python,
    [
      ...['-m', 'relay_cloud.offline', '--work-dir', workDir, '--java-home', javaHome, '--jars-dir', jarsDir],
      ...(cdsArchive ? ['--cds-archive', cdsArchive] : []),
    ],
    {
      cwd: paths.root,
      env: { ...process.env, PYTHONPATH: join(paths.root, 'local', 'cloud') },
      detached: true,
    },
  );
  child.stderr.pipe(createWriteStream(log));
  const ended = once(child, 'exit');
  const stop = (): void => void (child.pid !== undefined && signalGroup(child.pid, 'SIGTERM'));
  signal.addEventListener('abort', stop, { once: true });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    run: async (job) => {
      child.stdin.write(`${JSON.stringify(job)}\n`);
      const answer = await answers.next();
      signal.throwIfAborted();
      if (answer.done) throw new OperationError('The process that runs the scripts has ended.', `see ${log}.`);
      return outcomeSchema.parse(JSON.parse(answer.value));
    },
    close: async () => {
      child.stdin.end();
      await ended;
      signal.removeEventListener('abort', stop);
    },
  };
};
