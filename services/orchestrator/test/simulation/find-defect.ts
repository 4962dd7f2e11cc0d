import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { bundleSearch, SEARCH_FLAGS } from './bundle';
import type { Defect } from './defects';
import type { Progress, Share } from './search';

/** The engine's source has changed: the defect's text is not there, or is there more than once. */
export class DefectGoneError extends Error {
  override readonly name = 'DefectGoneError';
  constructor({ name, file }: Defect, count: number) {
    super(`The defect "${name}" no longer applies: its text occurs ${count} times in ${file}, not once`);
  }
}

/** The first schedule that shows a defect, and what breaks in it. */
export interface Found {
  readonly seed: number;
  readonly broken: readonly string[];
}

/**
 * Bundles the simulation with a defect in the engine and runs one seed after another, in a process of its own.
 *
 * @param service - folder of the orchestrator
 * @param share - seeds to try
 * @returns null where no seed shows the defect
 * @throws DefectGoneError
 */
export const findDefect = async (service: string, defect: Defect, share: Share): Promise<Found | null> => {
  const path = join(service, 'src', defect.file);
  const contents = withDefect(readFileSync(path, 'utf8'), defect);
  const folder = mkdtempSync(join(tmpdir(), 'relay-defect-'));
  try {
    const bundle = await bundleSearch(service, folder, [inPlaceOf(path, contents)]);
    return await search(bundle, { ...share, adapters: share.adapters || defect.adapters === true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const withDefect = (source: string, defect: Defect): string => {
  const parts = source.split(defect.from);
  if (parts.length !== 2) throw new DefectGoneError(defect, parts.length - 1);
  return parts.join(defect.to);
};

const inPlaceOf = (path: string, contents: string): Plugin => ({
  name: 'defect',
  setup: ({ onLoad }) => onLoad({ filter: /\.ts$/ }, (given) => (given.path === path ? { contents, loader: 'ts' } : null)),
});

const search = (bundle: string, share: Share): Promise<Found | null> =>
  new Promise((resolve, reject) => {
    const child = fork(bundle, { execArgv: [...SEARCH_FLAGS] });
    child.on('message', (progress: Progress) => {
      if (progress.type === 'broken') resolve({ seed: progress.seed, broken: progress.broken });
    });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve(null) : reject(new Error(`The search ended with exit code ${code}`))));
    child.send(share);
  });
