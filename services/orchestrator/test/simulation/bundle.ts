import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';

/**
 * Bundles `search.ts`, so that its modules are compiled once and not by every process.
 *
 * @param service - folder of the orchestrator
 * @param folder - where the bundle is written
 * @returns path of the bundle
 */
export const bundleSearch = async (service: string, folder: string, plugins: Plugin[] = []): Promise<string> => {
  const outfile = join(folder, 'search.mjs');
  await build({
    entryPoints: [join(service, 'test/simulation/search.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // Bindings of ES modules are called straight; those of CommonJS through a getter each time.
    mainFields: ['module', 'main'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'silent',
    plugins,
  });
  return outfile;
};

/** What Node runs a bundle with: most of what a schedule makes dies with it, so a large nursery. */
export const SEARCH_FLAGS: readonly string[] = ['--max-semi-space-size=64'];
