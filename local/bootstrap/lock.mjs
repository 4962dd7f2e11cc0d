import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const POLL_MS = 250;

/**
 * Lets one bootstrap of a clone work at a time; a lock whose holder has died is taken over.
 *
 * @template T
 * @param {string} root
 * @param {(text: string) => void} write
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export const withBootstrapLock = async (root, write, work) => {
  const path = join(root, '.relay', 'bootstrap.lock');
  mkdirSync(join(root, '.relay'), { recursive: true });
  let said = false;
  while (!tryLock(path)) {
    const holder = holderOf(path);
    if (holder !== undefined && !isAlive(holder)) {
      rmSync(path, { force: true });
      continue;
    }
    if (!said) write(`Another bootstrap of this clone is at work (process ${holder ?? 'unknown'}); waiting for it.\n`);
    said = true;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
};

/**
 * Takes the lock, unless another holds it.
 *
 * @param {string} path
 */
export const tryLock = (path) => {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
};

/** @param {string} path */
const holderOf = (path) => {
  try {
    return Number(readFileSync(path, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
};

/** @param {number} pid */
const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
};
