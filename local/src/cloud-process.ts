import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudState } from './cloud-state';
import { readCloudStatus, removeCloudState, writeCloudState } from './cloud-state';
import { LocalFailure } from './local-failure';
import { tailOf } from './log-tail';
import type { ClonePaths } from './paths';
import { isPortFree, portInUse } from './port';
import { holdsWithin, signalGroup } from './process-group';
import { identityOf, isRunning } from './process-identity';
import type { Toolchain } from './toolchain';

/** How to start a local cloud. */
export interface CloudOptions {
  readonly port: number;
  /** Spark processes at once. */
  readonly slots: number;
  /** The cloud ends when this process has ended; left out, it stays until it is stopped. */
  readonly parentPid?: number;
  readonly signal?: AbortSignal;
}

/** Program and arguments that start the cloud; tests put another in its place. */
export type CloudCommand = (options: CloudOptions) => {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
};

/** A cloud that this process started. */
export interface StartedCloud {
  readonly cloud: CloudState;
  /** Settles when its process has ended, whoever ended it. */
  readonly ended: Promise<void>;
}

const READY_WITHIN_MS = 90_000;
const POLL_MS = 50;
const STOP_WITHIN_MS = 9_000;
const KILLED_WITHIN_MS = 2_000;
const SPARK_CORES = 2;

/** Spark processes at once that a machine of this size bears: a run's two parallel steps, where it has the cores. */
export const defaultSlots = (): number => Math.max(1, Math.min(4, availableParallelism() >= SPARK_CORES ? 2 : 1));

/** The real local cloud: `python -m relay_cloud` with the toolchain that the bootstrap brought. */
export const relayCloudCommand =
  (paths: ClonePaths, toolchain: Toolchain, env: NodeJS.ProcessEnv): CloudCommand =>
  ({ port, slots, parentPid }) => ({
    command: toolchain.python,
    args: [
      ...['-m', 'relay_cloud', '--port', String(port), '--work-dir', paths.workDir, '--slots', String(slots)],
      ...['--java-home', toolchain.javaHome, '--jars-dir', toolchain.jarsDir, '--trace', paths.trace],
      ...(toolchain.cdsArchive ? ['--cds-archive', toolchain.cdsArchive] : []),
      ...(parentPid === undefined ? [] : ['--parent-pid', String(parentPid)]),
    ],
    env: {
      ...env,
      PYTHONPATH: [join(paths.root, 'local', 'cloud'), env.PYTHONPATH].filter(Boolean).join(delimiter),
      PYTHONUNBUFFERED: '1',
    },
  });

/**
 * Starts the local cloud and waits until it answers. It runs in its own process group, so that a Ctrl-C in the terminal
 * reaches this process alone, which then stops it in order.
 *
 * @throws LocalFailure where the port is taken, Java is missing, or it ends or hangs before it is ready
 */
export const startCloud = async (paths: ClonePaths, command: CloudCommand, options: CloudOptions): Promise<StartedCloud> => {
  if (!(await isPortFree(options.port))) throw portInUse(options.port);
  options.signal?.throwIfAborted();
  prepareWorkDir(paths);
  const { command: program, args, env } = command(options);
  const log = openSync(paths.cloudLog, 'w');
  const child = spawn(program, args, { cwd: paths.root, env, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  try {
    const cloud = await becomesReady(paths, options, child);
    writeCloudState(paths.cloudState, cloud);
    if (options.parentPid === undefined) child.unref();
    return { cloud, ended };
  } catch (error) {
    await endGroup(child);
    throw error;
  }
};

/**
 * Stops a cloud: TERM, so that it ends its Spark processes, and KILL for whatever of its group is left.
 *
 * @returns whether it was still running
 */
export const stopCloud = async (paths: ClonePaths, cloud: CloudState): Promise<boolean> => {
  const { pid } = cloud.process;
  const wasRunning = isRunning(cloud.process);
  if (wasRunning) {
    process.kill(pid, 'SIGTERM');
    if (!(await holdsWithin(STOP_WITHIN_MS, () => !isRunning(cloud.process)))) signalGroup(pid, 'SIGKILL');
    await holdsWithin(KILLED_WITHIN_MS, () => !isRunning(cloud.process));
    signalGroup(pid, 'SIGKILL');
  }
  const noted = readCloudStatus(paths.cloudState);
  if (noted.kind !== 'running') removeCloudState(paths.cloudState);
  return wasRunning;
};

/** The message for a cloud that ended by itself. */
export const cloudCrashed = (cloud: CloudState): LocalFailure =>
  new LocalFailure(
    `The local cloud (process ${cloud.process.pid}, ${cloud.endpoint}) has ended unexpectedly.`,
    `see ${cloud.logFile}; start it again with \`npm start\` or \`npx relay up\`. What it held is gone; it keeps nothing over a restart.`,
    tailOf(cloud.logFile),
  );

/**
 * The cloud writes its Lambda workers as `.js` files below here. They are CommonJS: without a package.json of their own
 * they would take the type of the clone's, which is `module`, and end at once.
 */
const prepareWorkDir = (paths: ClonePaths): void => {
  mkdirSync(paths.workDir, { recursive: true });
  writeFileSync(join(paths.workDir, 'package.json'), '{ "type": "commonjs" }\n');
};

const becomesReady = async (paths: ClonePaths, options: CloudOptions, child: ChildProcess): Promise<CloudState> => {
  const endpoint = `http://127.0.0.1:${options.port}`;
  const identity = child.pid === undefined ? undefined : identityOf(child.pid);
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!isReady(paths.cloudLog, endpoint)) {
    options.signal?.throwIfAborted();
    if (!identity || child.exitCode !== null || child.signalCode !== null) throw endedEarly(paths, options.port, child.exitCode);
    if (performance.now() > deadline) throw notReady(paths);
    await sleep(POLL_MS);
  }
  if (!identity) throw endedEarly(paths, options.port, child.exitCode);
  return { endpoint, port: options.port, process: identity, logFile: paths.cloudLog, startedAt: new Date().toISOString() };
};

const isReady = (logFile: string, endpoint: string): boolean =>
  readFileSync(logFile, 'utf8').split('\n').includes(`ready ${endpoint}`);

const PORT_IN_USE = 3;
const JAVA_MISSING = 4;

const endedEarly = (paths: ClonePaths, port: number, exitCode: number | null): LocalFailure => {
  const said = tailOf(paths.cloudLog);
  if (exitCode === PORT_IN_USE) return portInUse(port);
  if (exitCode === JAVA_MISSING)
    return new LocalFailure(said || 'Java is missing.', 'run `node local/bootstrap.mjs`: it finds a Java 17 or brings one in.');
  return new LocalFailure(
    `The local cloud ended before it was ready (exit code ${exitCode ?? 'none'}).`,
    `see ${paths.cloudLog}; run \`node local/bootstrap.mjs\` to check what it needs.`,
    said,
  );
};

const notReady = (paths: ClonePaths): LocalFailure =>
  new LocalFailure(
    `The local cloud was not ready within ${READY_WITHIN_MS / 1000} s.`,
    `see ${paths.cloudLog}; on a busy machine start again.`,
    tailOf(paths.cloudLog),
  );

const endGroup = async (child: ChildProcess): Promise<void> => {
  const { pid } = child;
  if (pid === undefined) return;
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  if (!isOver()) child.kill('SIGTERM');
  await holdsWithin(STOP_WITHIN_MS, isOver);
  signalGroup(pid, 'SIGKILL');
};
