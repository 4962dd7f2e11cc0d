import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';

/** A MiniStack of its own for one test file. */
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
  const endpoint = `http://127.0.0.1:${port}`;
  await untilReady(`${endpoint}/_ministack/health`, child);
  return { endpoint, stop: () => stop(child) };
};

const stop = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    child.once('exit', () => done());
    child.kill('SIGTERM');
  });

const untilReady = async (url: string, child: ChildProcess): Promise<void> => {
  for (const giveUpAt = Date.now() + READY_WITHIN_MS; Date.now() < giveUpAt && child.exitCode === null; ) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((wait) => setTimeout(wait, 100));
  }
  child.kill('SIGKILL');
  throw new Error(`MiniStack did not answer at ${url}`);
};

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(address && typeof address === 'object' ? address.port : 0));
    });
  });
