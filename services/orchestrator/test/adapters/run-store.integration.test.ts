import { startTestCloud } from '../../../../shared/test/support/ministack';
import type { TestServer } from '../../../../shared/test/support/server';
import type { RunStore } from '../../src/ports';
import { describeRunStore } from '../twins/run-store-contract';
import { startDynamoDbLocal } from './dynamodb-local';
import type { RunTable } from './run-table';
import { createRunTable } from './run-table';

const READY_WITHIN_MS = 300_000;

describe.each([
  ['the local cloud', startTestCloud],
  ['DynamoDB Local', startDynamoDbLocal],
])('on %s', (name, start) => {
  let server: TestServer;
  let table: RunTable;

  beforeAll(async () => {
    server = await start();
    table = await createRunTable(server.endpoint);
  }, READY_WITHIN_MS);

  afterAll(async () => {
    table?.close();
    await server?.stop();
  });

  describeRunStore(name, (): RunStore => table.store);
});
