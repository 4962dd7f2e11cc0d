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
  /** Process groups at work. @type {Set<number>} */
  const groups = new Set();
  /** Steps at work. @type {Set<string>} */
  const titles = new Set();
  /** Why nothing more is to start. @type {Error | undefined} */
  let stopped;

  /** @param {Error} reason */
  const stop = (reason) => {
    stopped ??= reason;
    for (const group of groups) {
      killGroup(group, 'SIGTERM');
      setTimeout(() => groups.has(group) && killGroup(group, 'SIGKILL'), 3_000).unref();
    }
  };
  /** @param {number} exitCode */
  const interrupted = (exitCode) => new Interrupted([...titles].join('" and "') || 'bootstrap', exitCode);
  /** @param {keyof typeof EXIT_CODES} signal */
  const onSignal = (signal) => stop(interrupted(EXIT_CODES[signal]));
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
      if (stopped) return reject(stopped);
      let output = '';
      const started = spawn(command, args, {
        cwd: root,
        env: { ...env, ...extra },
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const { pid } = started;
      if (pid) groups.add(pid);
      started.stdout.on('data', (data) => (output += data));
      started.stderr.on('data', (data) => (output += data));
      /** @param {number | null} code */
      const end = (code) => {
        if (pid) groups.delete(pid);
        if (stopped) reject(stopped);
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
     * Says what is begun and, when it is done, how long it took.
     *
     * @template T
     * @param {string} what
     * @param {() => Promise<T>} work
     * @returns {Promise<T>}
     */
    step: async (what, work) => {
      titles.add(what);
      write(`${what} …\n`);
      const from = performance.now();
      try {
        const result = await work();
        write(`${what}: ${((performance.now() - from) / 1000).toFixed(1)} s\n`);
        return result;
      } catch (error) {
        write(`${what}: stopped\n`);
        throw error;
      } finally {
        titles.delete(what);
      }
    },

    /**
     * Waits for works that go side by side; where one fails, stops the others and throws its error.
     *
     * @template {readonly Promise<unknown>[]} Works
     * @param {Works} works
     */
    together: async (...works) => {
      try {
        return await Promise.all(works);
      } catch (error) {
        stop(interrupted(1));
        await Promise.allSettled(works);
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
