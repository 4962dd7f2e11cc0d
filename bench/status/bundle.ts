import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { build } from 'esbuild';
import { parse } from 'yaml';
import { quantile } from '../chain/trace';

const IMPORTS = 7;
const PRINT_IMPORT = 'const from = performance.now(); await import(process.argv[1]); console.log(performance.now() - from);';

/** The API's function as its deploy bundles it: its size, and how long a new process takes to import it. */
export const measureBundle = async (root: string, environment: NodeJS.ProcessEnv) => {
  const folder = mkdtempSync(join(tmpdir(), 'relay-bench-bundle-'));
  try {
    const file = join(folder, 'api.mjs');
    await build({ ...optionsOf(root), entryPoints: [join(root, 'services/status/src/functions/api.ts')], outfile: file });
    const times = Array.from({ length: IMPORTS }, () =>
      Number(
        execFileSync(process.execPath, ['--input-type=module', '-e', PRINT_IMPORT, file], { env: environment, encoding: 'utf8' }),
      ),
    );
    return { kilobytes: Math.round(statSync(file).size / 1000), importMs: Math.round(quantile(times, 0.5)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
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
