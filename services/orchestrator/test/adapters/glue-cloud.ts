import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type { TestServer } from '../../../../shared/test/support/server';
import { freePort, whenReady } from '../../../../shared/test/support/server';

const ROOT = resolve(__dirname, '../../../..');
const RELAY = join(ROOT, '.relay');
const toolchainSchema = z.object({ python: z.string(), javaHome: z.string() });
const READY_WITHIN_MS = 60_000;

/** Starts the local cloud with the Glue that runs jobs, on a free port. */
export const startGlueCloud = async (): Promise<TestServer> => {
  const { python, javaHome } = toolchainSchema.parse(JSON.parse(readFileSync(join(RELAY, 'toolchain.json'), 'utf8')));
  const port = await freePort();
  const folders = ['--work-dir', mkdtempSync(join(tmpdir(), 'relay-glue-')), '--jars-dir', join(RELAY, 'jars')];
  const java = ['--java-home', javaHome, '--cds-archive', join(RELAY, 'spark.jsa')];
  const child = spawn(
    python,
    ['-m', 'relay_cloud', '--port', String(port), '--slots', '2', '--no-warm-jvm', ...folders, ...java],
    {
      env: { ...process.env, PYTHONPATH: join(ROOT, 'local/cloud') },
      stdio: 'ignore',
    },
  );
  return whenReady(child, port, '/_ministack/health', READY_WITHIN_MS);
};
