import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { build } from 'esbuild';

/**
 * How `search.ts` is bundled, so that its modules are compiled once and not by every process.
 *
 * @param service - folder of the orchestrator
 * @param outfile - where the bundle is written
 */
export const bundleOptions = (service: string, outfile: string): BuildOptions => ({
  entryPoints: [join(service, 'test/simulation/search.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  // Bindings of ES modules are called straight; those of CommonJS through a getter each time.
  mainFields: ['module', 'main'],
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  logLevel: 'silent',
});

/** Bundles the search into a folder and returns the bundle's path. */
export const bundleSearch = async (service: string, folder: string): Promise<string> => {
  const outfile = join(folder, 'search.mjs');
  await build(bundleOptions(service, outfile));
  return outfile;
};

/**
 * A process that plays one share of seeds after another; it ends when it is disconnected. Most of what a schedule makes dies with it:
 * a nursery that is not small, but fits the processor's caches. Nobody reads its metrics.
 */
export const startSearch = (bundle: string): ChildProcess =>
  fork(bundle, {
    execArgv: ['--min-semi-space-size=16', '--max-semi-space-size=16'],
    env: { ...process.env, POWERTOOLS_METRICS_DISABLED: 'true' },
  });
