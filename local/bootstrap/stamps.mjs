import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Hash over texts and files' contents; a file that is missing counts as such.
 *
 * @param {readonly (string | { file: string })[]} parts
 */
export const hashOf = (parts) => {
  const hash = createHash('sha256');
  for (const part of parts) {
    const content = typeof part === 'string' ? part : existsSync(part.file) ? readFileSync(part.file) : 'missing';
    hash.update(String(content.length)).update(':').update(content);
  }
  return hash.digest('hex').slice(0, 32);
};

/**
 * Writes a file so that a reader sees the old or the new content, never a part.
 *
 * @param {string} path
 * @param {string} content
 */
export const writeWhole = (path, content) => {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
};

/**
 * The stamp of one step: it holds the hash of what the step was made from, is taken away before the step begins and
 * written when it is done. A `begun` mark that is still there tells of an interruption.
 *
 * @param {string} root
 * @param {string} step
 */
export const stampOf = (root, step) => {
  const path = join(root, '.relay', 'stamps', step);
  const begun = `${path}.begun`;
  return {
    /** @param {string} hash */
    matches: (hash) => existsSync(path) && readFileSync(path, 'utf8') === hash,
    wasInterrupted: () => existsSync(begun),
    begin: () => {
      rmSync(path, { force: true });
      writeWhole(begun, '');
    },
    /** @param {string} hash */
    done: (hash) => {
      writeWhole(path, hash);
      rmSync(begun, { force: true });
    },
  };
};
