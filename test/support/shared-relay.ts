import { join } from 'node:path';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';
import { droppedRows } from './dropped-rows';
import { holdCalls } from './held-calls';
import { holdLogs } from './held-logs';
import type { CloudAddress, TestRelay } from './relay';
import { attachRelay, clientOf, startRelay, stopRelay } from './relay';

const ADDRESS = 'RELAY_TEST_CLOUD';
const DATA_BUCKET = 'relay-data-local-000000000000';

/**
 * The cloud that all journeys share, with every stack deployed: a deploy takes longer than most of them. Each journey works with
 * pipelines, keys or months of its own, for others were or are there too.
 */
export const sharedRelay = (): TestRelay => attachRelay(addressOf());

/** Before the first journey, by jest in its own process; the tests inherit its environment. */
export const startShared = async (): Promise<void> => {
  process.env[ADDRESS] = JSON.stringify((await startRelay()).address);
};

/** After the last journey: looks at what was called and logged, and stops the cloud. */
export const stopShared = async (): Promise<void> => {
  const address = addressOf();
  try {
    holdCalls(join(address.stateFolder, 'trace.jsonl'));
    const client = clientOf(address.port);
    const rows = await droppedRows(new S3Client({ ...client, forcePathStyle: true }), DATA_BUCKET);
    await holdLogs(new CloudWatchLogsClient(client), rows);
  } finally {
    await stopRelay(address);
  }
};

const addressOf = (): CloudAddress => {
  const address = process.env[ADDRESS];
  if (address === undefined) throw new Error('no shared cloud; run the journeys by `npx jest --selectProjects journeys`');
  return JSON.parse(address) as CloudAddress;
};
