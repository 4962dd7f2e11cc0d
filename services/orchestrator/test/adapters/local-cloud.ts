import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';

/** A server of its own for one test file. */
export interface LocalCloud {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

const MINISTACK = resolve(__dirname, '../../../../.venv/bin/ministack');
const READY_WITHIN_MS = 60_000;

/** Starts MiniStack on a free port and waits until it answers. */
export const startLocalCloud = async (): Promise<LocalCloud> => {
  const port = await freePort();
  const child = spawn(MINISTACK, { env: { ...process.env, GATEWAY_PORT: String(port) }, stdio: 'ignore' });
  return whenReady(child, port, '/_ministack/health', READY_WITHIN_MS);
};

/** Waits until a server answers at a path, with whatever status. */
export const whenReady = async (child: ChildProcess, port: number, path: string, withinMs: number): Promise<LocalCloud> => {
  const endpoint = `http://127.0.0.1:${port}`;
  await untilReady(`${endpoint}${path}`, child, withinMs);
  return { endpoint, stop: () => stop(child) };
};

const stop = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    child.once('exit', () => done());
    child.kill('SIGTERM');
  });

const untilReady = async (url: string, child: ChildProcess, withinMs: number): Promise<void> => {
  for (const giveUpAt = Date.now() + withinMs; Date.now() < giveUpAt && child.exitCode === null; ) {
    const answer = await fetch(url).catch(() => null);
    if (answer) return;
    await new Promise((wait) => setTimeout(wait, 100));
  }
  child.kill('SIGKILL');
  throw new Error(`Nothing answers at ${url}`);
};

export const freePort = (): Promise<number> =>
  new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(address && typeof address === 'object' ? address.port : 0));
    });
  });
