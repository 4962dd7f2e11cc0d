import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../shared/test/support/server';
import { startRelay } from '../../test/support/relay';
import { measureBundle } from './bundle';
import { beside } from './operators';
import type { Handler } from './routes';
import { sustain, timeRoutes } from './routes';
import { startTable, TABLE } from './table';

/**
 * `npm run bench:status`: each route at the function with few and with many runs stored, in AWS's DynamoDB Local; the way operators ask today
 * beside it; a sustained rate; the bundle. Prints and writes bench/results/status.json.
 */
const FEW = 70;
const MANY = Number(process.env.BENCH_STORED_RUNS ?? 1_000_000);
const ASKED = Number(process.env.BENCH_REQUESTS ?? 500);
const RATE = { perSecond: 200, seconds: 30 };
const TURNS = 100;

/** Settings of the function; what it asks but the table is not there, and no timed route asks it. */
const environmentOf = (dynamo: string, rest: string): NodeJS.ProcessEnv => ({
  ...process.env,
  STAGE: 'local',
  TABLE_NAME: TABLE,
  DATA_BUCKET: 'bench',
  PROJECTION_QUEUE_URL: `${rest}/000000000000/bench`,
  DPU_HOUR_DOLLARS: '0.44',
  FLEX_DPU_HOUR_DOLLARS: '0.29',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_ENDPOINT_URL: rest,
  AWS_ENDPOINT_URL_DYNAMODB: dynamo,
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
});

const tableBench = async (root: string, cloud: string) => {
  const table = await startTable(root, await freePort());
  try {
    const environment = environmentOf(table.endpoint, cloud);
    Object.assign(process.env, environment);
    const { handler } = (await import('../../services/status/src/functions/api')) as unknown as { handler: Handler };
    await table.project(0, FEW);
    const whole = Array.from({ length: FEW }, (_, run) => run);
    const few = await timeRoutes(handler, FEW, whole, ASKED);
    const from = performance.now();
    await table.loadHeads(FEW, MANY);
    const loadSeconds = Math.round((performance.now() - from) / 1000);
    await table.project(MANY, MANY + FEW);
    const newest = whole.map((run) => MANY + run);
    const many = await timeRoutes(handler, MANY, [...whole, ...newest], ASKED);
    const sustained = await sustain(handler, MANY, [...whole, ...newest], RATE);
    return {
      few: { runs: FEW, routes: few },
      many: { runs: MANY + FEW, loadSeconds, routes: many },
      sustained,
      bundle: await measureBundle(root, environment),
    };
  } finally {
    await table.stop();
  }
};

/** @param root - root of the clone */
export const bench = async (root: string): Promise<void> => {
  const relay = await startRelay();
  try {
    const sideBySide = await beside(relay, TURNS);
    const result = { cores: availableParallelism(), sideBySide, ...(await tableBench(root, relay.endpoint)) };
    mkdirSync(join(root, 'bench/results'), { recursive: true });
    writeFileSync(join(root, 'bench/results/status.json'), `${JSON.stringify(result, null, 2)}\n`);
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  } finally {
    await relay.close();
  }
};
