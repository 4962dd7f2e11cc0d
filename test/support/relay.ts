import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloudStateSchema } from '../../local/src/cloud-state';
import { freePort } from '../../shared/test/support/server';

const LARGEST_OUTPUT = 64 * 1024 * 1024;

/** What a command line left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A local cloud, used as its users do: by the `relay` command. */
export interface TestRelay {
  readonly address: CloudAddress;
  /** For files of the test; `close` removes it. */
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

/** Settings for an SDK client of the cloud on a port. */
export const clientOf = (port: number): TestRelay['client'] => ({ ...LOCAL_CLIENT, endpoint: `http://127.0.0.1:${port}` });

/** What tells a process of a cloud that another one has started. */
export interface CloudAddress {
  readonly port: number;
  readonly stateFolder: string;
  readonly deploySeconds: number;
  /** Of the cloud's process. */
  readonly pid: number;
}

/**
 * Starts a cloud on a free port with its state in a folder of its own, and deploys every stack to it.
 *
 * @param root - root of the clone
 * @param options - more of `relay up`, such as `--no-deploy`
 */
export const startRelay = async (root = process.cwd(), ...options: readonly string[]): Promise<TestRelay> => {
  const stateFolder = mkdtempSync(join(tmpdir(), 'relay-cloud-'));
  const port = await freePort();
  const relay = relayOf(root, stateFolder);
  const up = await relay('up', '--port', String(port), '--json', ...options);
  if (up.code !== 0) {
    await stopRelay({ stateFolder }, root);
    throw new Error(`relay up failed:\n${up.stderr}${up.stdout}`);
  }
  const { deploySeconds } = JSON.parse(up.stdout) as { deploySeconds: number | null };
  const { pid } = cloudStateSchema.parse(JSON.parse(readFileSync(join(stateFolder, 'cloud.json'), 'utf8'))).process;
  const address = { port, stateFolder, deploySeconds: deploySeconds ?? 0, pid };
  const attached = attachRelay(address, root);
  const close = async (): Promise<void> => {
    await attached.close();
    await stopRelay(address, root);
  };
  return { ...attached, close };
};

/** Stops a cloud and removes what it kept. */
export const stopRelay = async ({ stateFolder }: Pick<CloudAddress, 'stateFolder'>, root = process.cwd()): Promise<void> => {
  await relayOf(root, stateFolder)('down');
  rmSync(stateFolder, { recursive: true, force: true });
};

/** Uses a cloud that is up; `close` leaves it up. */
export const attachRelay = (address: CloudAddress, root = process.cwd()): TestRelay => {
  const { port, stateFolder, deploySeconds } = address;
  const folder = mkdtempSync(join(tmpdir(), 'relay-journey-'));
  const endpoint = `http://127.0.0.1:${port}`;
  const relay = relayOf(root, stateFolder);
  return {
    address,
    folder,
    endpoint,
    client: clientOf(port),
    deploySeconds,
    trace: join(stateFolder, 'trace.jsonl'),
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
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
};

const relayOf =
  (root: string, stateFolder: string) =>
  (...args: string[]): Promise<Outcome> =>
    run(process.execPath, [join(root, 'cli/bin/relay.mjs'), ...args], { ...process.env, RELAY_STATE_DIR: stateFolder });

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
