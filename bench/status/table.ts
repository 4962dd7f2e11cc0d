import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { parse } from 'yaml';
import { dynamoApplyChange, putOf } from '../../services/status/src/adapters/dynamo-changes';
import { projectEvent } from '../../services/status/src/app/project-event';
import { changesOf } from '../../services/status/src/domain/projection';
import { endOf, storyOf } from './stories';

export const TABLE = 'relay-status-bench';
const HEAP_MB = 2_048;
const READY_WITHIN_MS = 60_000;
const WRITTEN_AT_ONCE = 25;
const WRITERS = 4;

/** AWS's DynamoDB Local in memory (a file on a disk takes ten times as long to fill), with the table as serverless.yml declares it. */
export const startTable = async (root: string, port: number) => {
  const folder = mkdtempSync(join(tmpdir(), 'relay-bench-status-'));
  const { python, javaHome } = JSON.parse(readFileSync(join(root, '.relay/toolchain.json'), 'utf8')) as {
    python: string;
    javaHome: string;
  };
  const options = ['--port', String(port), '--jars', join(root, '.relay/dynamodb-local'), '--java-home', javaHome];
  const server = spawn(python, ['-m', 'relay_cloud.dynamodb_local', ...options, '--heap-mb', String(HEAP_MB)], {
    cwd: folder,
    env: { ...process.env, PYTHONPATH: join(root, 'local/cloud') },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const settings = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const client = new DynamoDBClient(settings);
  const documents = DynamoDBDocumentClient.from(client);
  await ready(client);
  await createTable(root, client);
  return {
    endpoint,
    /** Whole runs, by the projector's own code. */
    project: async (from: number, to: number): Promise<void> => {
      const quiet = { count: () => undefined, tell: () => undefined };
      const take = projectEvent({ applyChange: dynamoApplyChange(documents, TABLE), ...quiet });
      const runs = Array.from({ length: to - from }, (_, index) => from + index).values();
      const writer = async (): Promise<void> => {
        for (const run of runs) for (const event of storyOf(run)) await take(event);
      };
      await Promise.all(Array.from({ length: WRITERS }, writer));
    },
    /** Heads of runs with their lines in all lists, many at a time: what the lists and their indexes are made of. */
    loadHeads: (from: number, to: number): Promise<void> => loadHeads(documents, from, to),
    stop: async (): Promise<void> => {
      client.destroy();
      server.kill('SIGKILL');
      await once(server, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const ready = async (client: DynamoDBClient): Promise<void> => {
  for (const until = Date.now() + READY_WITHIN_MS; ; ) {
    try {
      await client.send(new ListTablesCommand({}));
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(200);
    }
  }
};

const createTable = async (root: string, client: DynamoDBClient): Promise<void> => {
  const service = parse(readFileSync(join(root, 'services/status/serverless.yml'), 'utf8'), { logLevel: 'silent' });
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = service.resources.Resources.Table.Properties;
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions,
      KeySchema,
      GlobalSecondaryIndexes,
    }),
  );
};

const loadHeads = async (documents: DynamoDBDocumentClient, from: number, to: number): Promise<void> => {
  let next = from;
  const writer = async (): Promise<void> => {
    while (next < to) {
      const begin = next;
      next = Math.min(begin + WRITTEN_AT_ONCE, to);
      await writeHeads(documents, begin, next);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
};

const writeHeads = async (documents: DynamoDBDocumentClient, from: number, to: number): Promise<void> => {
  const items = Array.from({ length: to - from }, (_, index) => from + index)
    .flatMap((run) => changesOf(endOf(run)))
    .flatMap((change) => (change.kind === 'put' && change.listing ? [putOf(change).Item] : []));
  let left = items.map((Item) => ({ PutRequest: { Item } }));
  while (left.length > 0) {
    const { UnprocessedItems } = await documents.send(new BatchWriteCommand({ RequestItems: { [TABLE]: left } }));
    left = (UnprocessedItems?.[TABLE] ?? []) as typeof left;
  }
};
