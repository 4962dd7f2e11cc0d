import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { table } from '../../cli/src/render/table';
import type { TestRelay } from '../../test/support/relay';
import { startRelay } from '../../test/support/relay';
import type { Verdict } from './aims';
import { verdictsOf } from './aims';
import type { ApiFunction } from './function';
import { bundledApi } from './function';
import { loadHeads, projectRuns } from './load';
import { beside } from './operators';
import type { Stored } from './routes';
import { saturate, sustain, timeRoutes } from './routes';
import type { TableServer } from './table';
import { startTables } from './table';

const FEW = 70;
const MANY = Number(process.env.BENCH_STORED_RUNS ?? 1_000_000);
const COUNTS = { warmUp: 10, turns: Number(process.env.BENCH_REQUESTS ?? 400) / 5, inARow: 5 };
const RATE = { perSecond: 200, seconds: 30 };
const SATURATION = { atOnce: 8, seconds: 10 };
const SIDE_BY_SIDE = { warmUp: 2, turns: 20, inARow: 5 };

const begin = performance.now();
const tell = (what: string): void => {
  process.stderr.write(`${Math.round((performance.now() - begin) / 1000)} s: ${what}\n`);
};

/**
 * `npm run bench:status`: `GET /jobs` beside the way operators ask today; each route at the function with few and with many runs
 * stored, in AWS's DynamoDB Local; the rates it keeps; its bundle. Prints the figures against their aims and writes
 * bench/results/status.json.
 *
 * @param root - root of the clone
 */
export const bench = async (root: string): Promise<void> => {
  const api = await bundledApi(root);
  try {
    const bundle = api.measure();
    tell('deploying to a local cloud');
    const relay = await startRelay(root);
    try {
      const result = { cores: availableParallelism(), bundle, ...(await measure(root, api, relay)) };
      report(root, { ...result, aims: verdictsOf(result) });
    } finally {
      await relay.close();
    }
  } finally {
    api.remove();
  }
};

const measure = async (root: string, api: ApiFunction, relay: TestRelay) => {
  const server = await startTables(root);
  try {
    const { stored, few, many } = await fillBoth(server, api, relay.endpoint);
    tell('asking for each route');
    const routes = await timeRoutes(few, many, COUNTS);
    tell('asking as often as it goes, and at a rate');
    const saturated = await saturate(many, SATURATION);
    const sustained = await sustain(many, RATE);
    tell('asking as operators do today, and by one request');
    const sideBySide = await beside(relay, api, many, SIDE_BY_SIDE);
    return { stored, routes, saturated, sustained, sideBySide };
  } finally {
    await server.stop();
  }
};

const fillBoth = async (server: TableServer, api: ApiFunction, rest: string) => {
  const few = await fill(server, api, rest, 'status-few', 0);
  const from = performance.now();
  const many = await fill(server, api, rest, 'status-many', MANY);
  const loadSeconds = Math.round((performance.now() - from) / 1000);
  return { stored: { few: few.runs, many: many.runs, loadSeconds }, few, many };
};

/**
 * A table with a few whole runs, then heads, then, where there are any, a few whole runs that are newer than these.
 *
 * @param rest - where the function asks for what is in no table: definitions of pipelines
 */
const fill = async (
  { endpoint, documents, create }: TableServer,
  api: ApiFunction,
  rest: string,
  name: string,
  heads: number,
): Promise<Stored> => {
  const place = { documents, table: name };
  tell(`filling ${name}`);
  await create(name);
  const spans: (readonly [number, number])[] =
    heads > FEW
      ? [
          [0, FEW],
          [heads, heads + FEW],
        ]
      : [[0, FEW]];
  await loadHeads(place, FEW, heads, (loaded) => tell(`${loaded} runs`));
  for (const [from, to] of spans) await projectRuns(place, from, to);
  return {
    ask: await api.start({ TABLE_NAME: name, AWS_ENDPOINT_URL: rest, AWS_ENDPOINT_URL_DYNAMODB: endpoint }),
    runs: heads > FEW ? heads + FEW : FEW,
    whole: spans.flatMap(([from, to]) => Array.from({ length: to - from }, (_, index) => from + index)),
  };
};

const report = (root: string, result: object & { readonly aims: readonly Verdict[] }): void => {
  const document = `${JSON.stringify(result, null, 2)}\n`;
  mkdirSync(join(root, 'bench/results'), { recursive: true });
  writeFileSync(join(root, 'bench/results/status.json'), document);
  const rows = result.aims.map(({ aim, wanted, found, isMet }) => [isMet ? 'met' : 'MISSED', aim, wanted, found]);
  process.stdout.write(document);
  process.stdout.write(table([{ head: '' }, { head: 'aim' }, { head: 'wanted' }, { head: 'found' }], rows, ''));
};
