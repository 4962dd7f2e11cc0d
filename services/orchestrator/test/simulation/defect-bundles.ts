import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OnLoadArgs, Plugin } from 'esbuild';
import { build } from 'esbuild';
import { bundleOptions } from './bundle';
import type { Defect } from './defects/defect';

/** The engine's source has changed: the defect's text is not there, or is there more than once. */
export class DefectGoneError extends Error {
  override readonly name = 'DefectGoneError';
  constructor({ name, file }: Defect, count: number) {
    super(`The defect "${name}" no longer applies: its text occurs ${count} times in ${file}, not once`);
  }
}

/**
 * Bundles the search once for each defect, with the defect in the engine. What no defect is in, the libraries above all, is
 * bundled once for all.
 *
 * @param service - folder of the orchestrator
 * @param folder - where the bundles are written
 * @returns path of each defect's bundle
 * @throws DefectGoneError
 */
export const bundleDefects = async (service: string, defects: readonly Defect[], folder: string): Promise<string[]> => {
  const { entryPoints: _, outfile: __, ...options } = bundleOptions(service, '');
  const sources = defects.map((defect) => defective(service, defect));
  await build({
    ...options,
    entryPoints: defects.map((_, index) => ({ in: `defect:${index}`, out: `defect-${index}` })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    splitting: true,
    plugins: [copiesOf(join(service, 'test/simulation/search.ts'), sources)],
  });
  return defects.map((_, index) => join(folder, `defect-${index}.mjs`));
};

interface Source {
  readonly path: string;
  readonly contents: string;
}

const defective = (service: string, defect: Defect): Source => {
  const path = join(service, 'src', defect.file);
  const parts = readFileSync(path, 'utf8').split(defect.from);
  if (parts.length !== 2) throw new DefectGoneError(defect, parts.length - 1);
  return { path, contents: parts.join(defect.to) };
};

/** Each entry point has its own copy of our modules, one of them with a defect; all share those of the libraries. */
const copiesOf = (entry: string, sources: readonly Source[]): Plugin => ({
  name: 'defects',
  setup: ({ onResolve, onLoad, resolve }) => {
    const resolved = new Map<string, Promise<string>>();
    const pathOf = (specifier: string, resolveDir: string, given: Parameters<typeof resolve>[1]): Promise<string> => {
      const key = `${resolveDir}|${specifier}`;
      const path = resolved.get(key) ?? resolve(specifier, given).then((result) => result.path);
      resolved.set(key, path);
      return path;
    };
    onResolve({ filter: /^defect:/ }, ({ path }) => copy(entry, Number(path.slice('defect:'.length))));
    onResolve({ filter: /^(\.|@glue-relay\/)/ }, async ({ path, resolveDir, importer, kind, pluginData }) => {
      if (pluginData === undefined || typeof pluginData.defect !== 'number') return null;
      const found = await pathOf(path, resolveDir, { resolveDir, importer, kind, pluginData: 'plain' });
      return found.includes('/node_modules/') ? null : copy(found, pluginData.defect);
    });
    onLoad({ filter: /\.ts$/ }, ({ path, pluginData }: OnLoadArgs) => {
      if (typeof pluginData?.defect !== 'number') return null;
      const source = sources[pluginData.defect];
      const contents = source?.path === path ? source.contents : readFileSync(path, 'utf8');
      return { contents, loader: 'ts', pluginData, resolveDir: dirname(path) };
    });
  },
});

const copy = (path: string, defect: number) => ({ path, suffix: `?${defect}`, pluginData: { defect } });
