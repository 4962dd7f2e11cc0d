import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {Readonly<Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean, link?: boolean }>>} Packages */

/**
 * Whether what npm noted as installed is what the lockfile asks for: every package at its version. Packages for other
 * platforms are optional and may be missing.
 *
 * @param {Packages} locked - `packages` of package-lock.json
 * @param {Packages} installed - `packages` of node_modules/.package-lock.json, which npm writes last
 */
export const isInstalled = (locked, installed) =>
  Object.entries(locked).every(([path, wanted]) => {
    if (!path.includes('node_modules/')) return true;
    const found = installed[path];
    return found
      ? found.version === wanted.version
      : wanted.optional === true || wanted.devOptional === true || wanted.peer === true;
  });

/** @param {string} root */
export const nodeModulesMatchLock = (root) => {
  const noted = join(root, 'node_modules', '.package-lock.json');
  return existsSync(noted) && isInstalled(packagesIn(join(root, 'package-lock.json')), packagesIn(noted));
};

/**
 * @param {string} file
 * @returns {Packages}
 */
const packagesIn = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
};
