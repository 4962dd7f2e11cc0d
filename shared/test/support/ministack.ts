import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** A local cloud of a test's own. */
export interface TestCloud {
  readonly endpoint: string;
  /** Settings for an SDK client. */
  readonly client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  /** Environment for a `serverless` that is to deploy to it or read from it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

const ROOT = join(__dirname, '..', '..', '..');
const READY_WITHIN_MS = 30_000;

/** Starts MiniStack from the repository's Python environment on a free port; takes about 4 s. */
export const startTestCloud = async (): Promise<TestCloud> => {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn(join(ROOT, '.venv', 'bin', 'ministack'), [], {
    env: { ...process.env, GATEWAY_PORT: String(port) },
    stdio: 'ignore',
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  const failed = once(child, 'error').then(([error]) => Promise.reject(error));
  try {
    await Promise.race([ready(endpoint), failed]);
  } catch (error) {
    await stop();
    throw error;
  }
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return {
    endpoint,
    client: { endpoint, region: 'us-east-1', credentials },
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_REGION: 'us-east-1',
    },
    stop,
  };
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

const ready = async (endpoint: string): Promise<void> => {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until) {
    const answer = await fetch(`${endpoint}/_ministack/health`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`MiniStack did not answer at ${endpoint} within ${READY_WITHIN_MS / 1000} s`);
};
