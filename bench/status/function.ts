import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { BuildOptions } from 'esbuild';
import { build } from 'esbuild';
import { parse } from 'yaml';
import { requestOf } from '../../services/status/test/request';
import { quantile } from '../chain/trace';

type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/** Asks the function for a path, as a browser does. */
export type Ask = (path: string) => Promise<void>;

/** The function of the API as its deploy bundles it. */
export interface ApiFunction {
  /** Starts it in this process on a table; each time a function of its own. */
  readonly start: (settings: Readonly<Record<string, string>>) => Promise<Ask>;
  /** Its size, and how long a new process takes to import it. */
  readonly measure: () => { readonly kilobytes: number; readonly gzippedKilobytes: number; readonly importMs: number };
  readonly remove: () => void;
}

const IMPORTS = 9;
const PRINT_IMPORT = 'const from = performance.now(); await import(process.argv[1]); console.log(performance.now() - from);';

/** What every start has; the settings of one come on top. */
const SETTINGS = {
  STAGE: 'local',
  DATA_BUCKET: 'bench',
  PROJECTION_QUEUE_URL: 'http://127.0.0.1/000000000000/bench',
  DPU_HOUR_DOLLARS: '0.44',
  FLEX_DPU_HOUR_DOLLARS: '0.29',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
};

/** @param root - root of the clone */
export const bundledApi = async (root: string): Promise<ApiFunction> => {
  const folder = mkdtempSync(join(tmpdir(), 'relay-bench-function-'));
  const file = join(folder, 'api.mjs');
  await build({ ...optionsOf(root), entryPoints: [join(root, 'services/status/src/functions/api.ts')], outfile: file });
  return {
    start: async (settings) => {
      Object.assign(process.env, SETTINGS, settings);
      const { handler } = (await import(`${pathToFileURL(file).href}?${settings.TABLE_NAME}`)) as { handler: Handler };
      return (path) => ask(handler, path);
    },
    measure: () => {
      const env = { ...process.env, ...SETTINGS, TABLE_NAME: 'none' };
      const run = () =>
        execFileSync(process.execPath, ['--input-type=module', '-e', PRINT_IMPORT, file], { env, encoding: 'utf8' });
      const times = Array.from({ length: IMPORTS }, () => Number(run()));
      return {
        kilobytes: Math.round(statSync(file).size / 1000),
        gzippedKilobytes: Math.round(gzipSync(readFileSync(file)).length / 1000),
        importMs: Math.round(quantile(times, 0.5)),
      };
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
};

/** The options of every service's bundle, those apart that only the Serverless plugin knows. */
const optionsOf = (root: string): BuildOptions => {
  const {
    outputFileExtension: _,
    exclude: __,
    ...options
  } = parse(readFileSync(join(root, 'shared/serverless/esbuild.yml'), 'utf8'));
  return options;
};

const ask = async (handler: Handler, path: string): Promise<void> => {
  const { statusCode, body } = await handler(requestOf(path, { 'accept-encoding': 'gzip' }), {
    awsRequestId: 'bench',
  } as Context);
  if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${body}`);
};
