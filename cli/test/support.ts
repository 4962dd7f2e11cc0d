import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** Root of the clone. */
export const ROOT = resolve(__dirname, '..', '..');

/** What a command line left. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the real `relay` in a process of its own. */
export const relay = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  new Promise((settle, reject) => {
    const child = spawn(process.execPath, [resolve(ROOT, 'cli', 'bin', 'relay.mjs'), ...args], {
      env: { ...process.env, ...env },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    child.on('error', reject);
    child.on('close', (code) => settle({ code, out, err }));
  });
