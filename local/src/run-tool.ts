import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { signalGroup } from './process-group';

/** A program to run to its end, in its own process group, with what it prints in a log file. */
export interface Tool {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Ends the whole group when it fires. */
  readonly signal: AbortSignal;
}

const KILL_AFTER_MS = 3_000;

/**
 * Runs a tool to its end.
 *
 * @returns its exit code; 1 where a signal ended it
 * @throws the signal's reason, when it fired and the group has ended; the system's error where it could not be started
 */
export const runTool = (tool: Tool): Promise<number> =>
  new Promise((resolve, reject) => {
    tool.signal.throwIfAborted();
    mkdirSync(dirname(tool.logFile), { recursive: true });
    const log = openSync(tool.logFile, 'w');
    const child = spawn(tool.command, tool.args, { cwd: tool.cwd, env: tool.env, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    let killer: NodeJS.Timeout | undefined;
    const stop = (): void => {
      if (child.pid === undefined) return;
      const leader = child.pid;
      signalGroup(leader, 'SIGTERM');
      killer = setTimeout(() => signalGroup(leader, 'SIGKILL'), KILL_AFTER_MS);
    };
    tool.signal.addEventListener('abort', stop, { once: true });
    const end = (settle: () => void): void => {
      clearTimeout(killer);
      tool.signal.removeEventListener('abort', stop);
      if (tool.signal.aborted && child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
      settle();
    };
    child.on('error', (error) => end(() => reject(error)));
    child.on('exit', (code) => end(() => (tool.signal.aborted ? reject(tool.signal.reason) : resolve(code ?? 1))));
  });
