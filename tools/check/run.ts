import { spawn } from 'node:child_process';

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly output: string;
}

/** Runs a program to its end, whatever its exit code; a program that is not there ends as 127. */
export const run = (
  command: string,
  args: readonly string[],
  { cwd, env = process.env, input = '' }: { cwd?: string; env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<Finished> =>
  new Promise((resolve) => {
    const child = spawn(command, args, { ...(cwd === undefined ? {} : { cwd }), env, stdio: 'pipe' });
    let stdout = '';
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk;
      output += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    child.once('error', (error) => resolve({ code: 127, stdout, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, stdout, output }));
    // A program that is not there, or that asks for nothing, leaves its input unread: how it ended tells which.
    child.stdin.once('error', (error) => {
      output += error.message;
    });
    child.stdin.end(input);
  });
