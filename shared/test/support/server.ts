import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A server of a test's own. */
export interface TestServer {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** A port of 127.0.0.1 that nothing listens on now. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

/**
 * Waits until a server answers at a path, with whatever status.
 *
 * @param child - its process; it is killed where it does not answer, and by `stop`
 * @throws Error where it ended, could not be started or did not answer in time
 */
export const whenReady = async (child: ChildProcess, port: number, path: string, withinMs: number): Promise<TestServer> => {
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  const failed = once(child, 'error').then(([error]) => Promise.reject(error));
  try {
    await Promise.race([answers(`${endpoint}${path}`, child, withinMs), failed]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, stop };
};

const answers = async (url: string, child: ChildProcess, withinMs: number): Promise<void> => {
  for (const until = Date.now() + withinMs; Date.now() < until && child.exitCode === null; ) {
    if (await fetch(url).catch(() => null)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Nothing answers at ${url}`);
};
