import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type { TestServer } from '../../../../shared/test/support/server';
import { freePort, whenReady } from '../../../../shared/test/support/server';

const ROOT = resolve(__dirname, '../../../..');
const toolchainSchema = z.object({ python: z.string(), javaHome: z.string() });

/** The first time its jars are brought, 51 MB. */
const READY_WITHIN_MS = 280_000;

/** Starts AWS's own DynamoDB Local, whose transactions and conditions are the service's, not a copy of ours. */
export const startDynamoDbLocal = async (): Promise<TestServer> => {
  const { python, javaHome } = toolchainSchema.parse(JSON.parse(readFileSync(join(ROOT, '.relay/toolchain.json'), 'utf8')));
  const port = await freePort();
  const jars = join(ROOT, '.relay/dynamodb-local');
  const options = ['--port', String(port), '--jars-dir', jars, '--java-home', javaHome];
  const child = spawn(python, ['-m', 'relay_cloud.dynamodb_local', ...options], {
    // It leaves a file about itself where it runs.
    cwd: join(ROOT, '.relay'),
    env: { ...process.env, PYTHONPATH: join(ROOT, 'local/cloud') },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return whenReady(child, port, '/', READY_WITHIN_MS);
};
