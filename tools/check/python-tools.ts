import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from './run';

const LOCK = 'local/requirements-checks.lock';
const FOLDER = '.relay/checks';

let installed: Promise<void> | undefined;

/** Path of one of the Python tools that only the checks need; brings them in when the lock has changed. */
export const pythonTool = async (name: string): Promise<string> => {
  installed ??= install();
  await installed;
  return resolve(FOLDER, 'bin', name);
};

const install = async (): Promise<void> => {
  const stamp = join(FOLDER, 'lock.sha256');
  const hash = createHash('sha256').update(readFileSync(LOCK)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  console.log(`  installing ${LOCK} into ${FOLDER}`);
  mkdirSync(FOLDER, { recursive: true });
  await mustRun('.venv/bin/python', ['-m', 'venv', '--clear', FOLDER]);
  await mustRun(join(FOLDER, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--require-hashes', '-r', LOCK]);
  writeFileSync(stamp, hash);
};

const mustRun = async (command: string, args: readonly string[]): Promise<void> => {
  const { code, output } = await run(command, args);
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} failed:\n${output}`);
};
