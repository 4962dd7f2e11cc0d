#!/usr/bin/env node
/**
 * Brings a fresh clone to where it can run: Node packages, Python environment, Java, S3A jars, class-data archive.
 * Plain Node and no dependency, since node_modules may be missing. Silent and quick when nothing is to do.
 */
import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BootstrapFailure, Interrupted } from './bootstrap/failure.mjs';
import { withBootstrapLock } from './bootstrap/lock.mjs';
import { checkNode } from './bootstrap/node-version.mjs';
import { readReadyToolchain, writeToolchain } from './bootstrap/ready.mjs';
import { createRunner } from './bootstrap/run-tool.mjs';
import { cdsArchive, jars, java, nodePackages, pythonEnvironment } from './bootstrap/steps.mjs';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * @typedef {import('./bootstrap/ready.mjs').Toolchain} Toolchain
 */

/**
 * Does what is missing, the Node packages beside the rest; each step leaves its stamp when, and only when, it is done.
 *
 * @param {{ root?: string, env?: NodeJS.ProcessEnv, write?: (text: string) => void }} [options]
 * @returns {Promise<Toolchain>}
 */
export const bootstrap = async ({ root = ROOT, env = process.env, write = (text) => process.stderr.write(text) } = {}) => {
  checkNode(process.versions.node);
  const ready = readReadyToolchain(root, env);
  if (ready) return ready;
  return withBootstrapLock(root, write, async () => {
    const runner = createRunner({ root, env, write });
    try {
      const [toolchain] = await runner.together(spark(runner), nodePackages(runner));
      return writeToolchain(root, env, toolchain);
    } finally {
      runner.close();
    }
  });
};

/**
 * What Spark needs, each by the one before.
 *
 * @param {import('./bootstrap/run-tool.mjs').Runner} runner
 * @returns {Promise<Toolchain>}
 */
const spark = async (runner) => {
  const { python } = await pythonEnvironment(runner);
  const javaHome = await java(runner, python);
  const jarsDir = await jars(runner, python, javaHome);
  return { python, javaHome, jarsDir, cdsArchive: await cdsArchive(runner, python, javaHome, jarsDir) };
};

/**
 * Runs the bootstrap and tells its user what went wrong; for the entry points.
 *
 * @param {{ json?: boolean }} [options] - with `json` a failure also goes to stdout, as the document that `--json` promises
 * @returns {Promise<Toolchain>}
 */
export const bootstrapOrExit = async ({ json = false } = {}) => {
  try {
    return await bootstrap();
  } catch (error) {
    if (!(error instanceof Interrupted || error instanceof BootstrapFailure)) throw error;
    const report = error instanceof Interrupted ? error.message : error.report();
    process.stderr.write(`\n${report}\n`);
    if (json)
      process.stdout.write(
        `${JSON.stringify({ error: { kind: 'failed', message: error.message, remedy: null, detail: report } })}\n`,
      );
    process.exit(error instanceof Interrupted ? error.exitCode : 1);
  }
};

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await bootstrapOrExit();
