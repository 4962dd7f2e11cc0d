import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { freePort, whenReady } from '../../shared/test/support/server';
import { createDeclaredTable } from '../../shared/test/support/table';

/** For Java; the items themselves lie outside of its heap. */
const HEAP_MB = 2_048;
const READY_WITHIN_MS = 60_000;

/** Where tables are made for the bench. */
export interface TableServer {
  readonly endpoint: string;
  readonly documents: DynamoDBDocumentClient;
  /** The table as serverless.yml declares it, empty. */
  readonly create: (table: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** AWS's DynamoDB Local in memory: a file on a disk takes ten times as long to fill. */
export const startTables = async (root: string): Promise<TableServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'relay-bench-status-'));
  const { python, javaHome } = JSON.parse(readFileSync(join(root, '.relay/toolchain.json'), 'utf8')) as {
    python: string;
    javaHome: string;
  };
  const port = await freePort();
  const options = ['--port', String(port), '--jars-dir', join(root, '.relay/dynamodb-local'), '--java-home', javaHome];
  const server = spawn(python, ['-m', 'relay_cloud.dynamodb_local', ...options, '--heap-mb', String(HEAP_MB)], {
    cwd: folder,
    env: { ...process.env, PYTHONPATH: join(root, 'local/cloud') },
    stdio: 'ignore',
  });
  const { endpoint, stop } = await whenReady(server, port, '/', READY_WITHIN_MS);
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    endpoint,
    documents: DynamoDBDocumentClient.from(client),
    create: (table) => createDeclaredTable(client, join(root, 'services/status/serverless.yml'), table),
    stop: async () => {
      client.destroy();
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
