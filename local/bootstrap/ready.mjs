import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, writeWhole } from './stamps.mjs';

/**
 * What the bootstrap brought: paths for whoever starts the local cloud.
 *
 * @typedef {{ python: string, javaHome: string, jarsDir: string, cdsArchive: string | null }} Toolchain
 */

/** @param {string} root */
const fileOf = (root) => join(root, '.relay', 'toolchain.json');

/** Where the Python side of the bootstrap lives. @param {string} root */
export const bringJarsSource = (root) => join(root, 'local', 'cloud', 'relay_cloud', 'bring_jars.py');
/** What makes the class-data archive, and the jobs that it is made from. @param {string} root */
export const cdsSources = (root) =>
  ['build_cds.py', 'archive_job.py', 'warm_up.py'].map((name) => join(root, 'local', 'cloud', 'relay_cloud', name));
/** @param {string} root */
export const requirementsLock = (root) => join(root, 'local', 'requirements.lock');
/** @param {string} root */
export const javaRequirementsLock = (root) => join(root, 'local', 'requirements-java.lock');

/**
 * Hash over everything that the bootstrap depends on and that may change under it.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
const inputsHash = (root, env) =>
  hashOf([
    process.version,
    process.arch,
    root,
    env.JAVA_HOME ?? '',
    { file: join(root, 'package-lock.json') },
    { file: requirementsLock(root) },
    { file: javaRequirementsLock(root) },
    { file: bringJarsSource(root) },
    ...cdsSources(root).map((file) => ({ file })),
  ]);

/** Name, size and time of what was made: tells whether it is still there and untouched. @param {readonly string[]} files */
const fingerprintOf = (files) =>
  hashOf(
    files.map((file) => {
      if (!existsSync(file)) return `${file} is missing`;
      const { size, mtimeMs } = statSync(file);
      return `${file} ${size} ${mtimeMs}`;
    }),
  );

/**
 * Files that tell whether the toolchain is still there.
 *
 * @param {string} root
 * @param {Toolchain} toolchain
 */
const witnessesOf = (root, { python, javaHome, jarsDir, cdsArchive }) => [
  join(root, 'node_modules', '.package-lock.json'),
  python,
  join(root, '.venv', 'pyvenv.cfg'),
  join(javaHome, 'bin', 'java'),
  join(javaHome, 'lib', 'modules'),
  ...(cdsArchive ? [cdsArchive] : []),
  ...jarsIn(jarsDir),
];

/** @param {string} dir */
export const jarsIn = (dir) =>
  existsSync(dir)
    ? readdirSync(dir)
        .filter((name) => name.endsWith('.jar'))
        .sort()
        .map((name) => join(dir, name))
    : [];

/**
 * The toolchain as the last bootstrap left it, where nothing that it depends on has changed and nothing is missing.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {Toolchain | undefined}
 */
export const readReadyToolchain = (root, env) => {
  try {
    const { inputs, witnesses, ...toolchain } = JSON.parse(readFileSync(fileOf(root), 'utf8'));
    const fits = inputs === inputsHash(root, env) && witnesses === fingerprintOf(witnessesOf(root, toolchain));
    return fits ? toolchain : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Records the toolchain as ready; the last thing that a bootstrap does.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {Toolchain} toolchain
 */
export const writeToolchain = (root, env, toolchain) => {
  const witnesses = fingerprintOf(witnessesOf(root, toolchain));
  writeWhole(fileOf(root), `${JSON.stringify({ ...toolchain, inputs: inputsHash(root, env), witnesses }, null, 2)}\n`);
  return toolchain;
};
