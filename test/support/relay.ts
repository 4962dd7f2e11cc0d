import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../shared/test/support/server';

const LARGEST_OUTPUT = 64 * 1024 * 1024;

/** What a command line left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A local cloud of a test's own, used as its users do: by the `relay` command. */
export interface TestRelay {
  readonly folder: string;
  readonly endpoint: string;
  /** Settings for an SDK client. */
  readonly client: typeof LOCAL_CLIENT & { readonly endpoint: string };
  readonly deploySeconds: number;
  /** The cloud's trace file. */
  readonly trace: string;
  readonly relay: (...args: string[]) => Promise<Outcome>;
  /** Runs with `--json` and reads the one document on stdout. */
  readonly json: <Document>(...args: string[]) => Promise<{ readonly code: number; readonly document: Document }>;
  /** Generates a small demand data set with the repository's generator. */
  readonly generateSales: (file: string, ...args: string[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

const LOCAL_CLIENT = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } } as const;

/**
 * Starts a cloud on a free port with its state in a folder of its own, and deploys every stack to it.
 *
 * @param root - root of the clone
 */
export const startRelay = async (root = process.cwd()): Promise<TestRelay> => {
  const folder = mkdtempSync(join(tmpdir(), 'relay-journey-'));
  const port = await freePort();
  const env = { ...process.env, RELAY_STATE_DIR: join(folder, 'state') };
  const relay = (...args: string[]): Promise<Outcome> => run(process.execPath, [join(root, 'cli/bin/relay.mjs'), ...args], env);
  const up = await relay('up', '--port', String(port), '--json');
  const close = async (): Promise<void> => {
    await relay('down');
    rmSync(folder, { recursive: true, force: true });
  };
  if (up.code !== 0) {
    await close();
    throw new Error(`relay up failed:\n${up.stderr}${up.stdout}`);
  }
  const endpoint = `http://127.0.0.1:${port}`;
  const { deploySeconds } = JSON.parse(up.stdout) as { deploySeconds: number };
  return {
    folder,
    endpoint,
    client: { ...LOCAL_CLIENT, endpoint },
    deploySeconds,
    trace: join(folder, 'state', 'trace.jsonl'),
    relay,
    generateSales: (file, ...args) => generateSales(root, file, args),
    json: async <Document>(...args: string[]) => {
      const { code, stdout, stderr } = await relay(...args, '--json');
      try {
        return { code, document: JSON.parse(stdout) as Document };
      } catch {
        throw new Error(`relay ${args.join(' ')} --json printed no JSON document:\n${stdout}\n${stderr}`);
      }
    },
    close,
  };
};

const generateSales = async (root: string, file: string, args: readonly string[]): Promise<void> => {
  const generator = join(root, 'glue/demand-forecast/generator/generate.py');
  const { code, stderr } = await run(join(root, '.venv/bin/python'), [generator, '--out', file, ...args], process.env);
  if (code !== 0) throw new Error(`The generator failed: ${stderr}`);
};

const run = (command: string, args: string[], env: NodeJS.ProcessEnv): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(command, args, { env, maxBuffer: LARGEST_OUTPUT }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
      resolve({ code, stdout, stderr });
    });
  });
