import { spawn } from 'node:child_process';
import { BootstrapFailure, Interrupted } from './failure.mjs';

/** @typedef {{ code: number | null, output: string }} Ended */
/** @typedef {ReturnType<typeof createRunner>} Runner */

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/**
 * Runs tools for the bootstrap: quietly, each in its own process group, ended with it when its user interrupts.
 *
 * @param {{ root: string, env: NodeJS.ProcessEnv, write: (text: string) => void }} options
 */
export const createRunner = ({ root, env, write }) => {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  /** @type {number | undefined} */
  let interruptedWith;
  let title = 'bootstrap';

  /** @param {keyof typeof EXIT_CODES} signal */
  const onSignal = (signal) => {
    interruptedWith = EXIT_CODES[signal];
    if (child?.pid) killGroup(child.pid, 'SIGTERM');
    const { pid } = child ?? {};
    if (pid) setTimeout(() => killGroup(pid, 'SIGKILL'), 3_000).unref();
  };
  const signals = /** @type {(keyof typeof EXIT_CODES)[]} */ (Object.keys(EXIT_CODES));
  for (const signal of signals) process.on(signal, onSignal);

  /**
   * @param {string} command
   * @param {readonly string[]} args
   * @param {NodeJS.ProcessEnv} [extra] - environment on top
   * @returns {Promise<Ended>} with `code` null where the program could not be started
   */
  const attempt = (command, args, extra = {}) =>
    new Promise((resolve, reject) => {
      if (interruptedWith) return reject(new Interrupted(title, interruptedWith));
      let output = '';
      const started = spawn(command, args, {
        cwd: root,
        env: { ...env, ...extra },
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      started.stdout.on('data', (data) => (output += data));
      started.stderr.on('data', (data) => (output += data));
      /** @param {number | null} code */
      const end = (code) => {
        child = undefined;
        if (interruptedWith) reject(new Interrupted(title, interruptedWith));
        else resolve({ code, output });
      };
      started.on('error', (error) => {
        output += error.message;
        end(null);
      });
      started.on('close', (code) => end(code ?? 1));
    });

  return {
    root,
    env,
    write,
    attempt,

    /**
     * Runs a tool that must succeed.
     *
     * @param {string} command
     * @param {readonly string[]} args
     * @param {{ failure: string, remedy: string, env?: NodeJS.ProcessEnv }} about
     */
    run: async (command, args, about) => {
      const { code, output } = await attempt(command, args, about.env);
      if (code === 0) return output;
      throw new BootstrapFailure(
        `${about.failure} (${command} ended with code ${code ?? 'none: it could not be started'}).`,
        about.remedy,
        output,
      );
    },

    /**
     * Says what is done and, when it is, how long it took: one line.
     *
     * @template T
     * @param {string} what
     * @param {() => Promise<T>} work
     * @returns {Promise<T>}
     */
    step: async (what, work) => {
      title = what;
      write(`${what} … `);
      const from = performance.now();
      try {
        const result = await work();
        write(`${((performance.now() - from) / 1000).toFixed(1)} s\n`);
        return result;
      } catch (error) {
        write('stopped\n');
        throw error;
      }
    },

    close: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
};

/**
 * @param {number} group
 * @param {NodeJS.Signals} signal
 */
const killGroup = (group, signal) => {
  try {
    process.kill(-group, signal);
  } catch {
    // It has ended already.
  }
};
