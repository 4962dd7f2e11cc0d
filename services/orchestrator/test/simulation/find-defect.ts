import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSearch } from './bundle';
import { bundleDefects } from './defect-bundles';
import type { Defect } from './defects/defect';
import type { Progress, Share } from './search';

/** The first schedule that shows a defect, what breaks in it, and the processor's time until then. */
export interface Found {
  readonly seed: number;
  readonly broken: readonly string[];
  readonly cpuMs: number;
}

/**
 * Runs one seed after another for each defect, a defect for each core at a time.
 *
 * @param service - folder of the orchestrator
 * @param share - seeds to try
 * @returns for each defect what was found, null where no seed shows it
 * @throws DefectGoneError
 */
export const findDefects = async (service: string, defects: readonly Defect[], share: Share): Promise<(Found | null)[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'relay-defects-'));
  try {
    const bundles = await bundleDefects(service, defects, folder);
    const found = defects.map((): Found | null => null);
    const open = [...defects.entries()].reverse();
    const work = async (): Promise<void> => {
      for (let next = open.pop(); next; next = open.pop()) {
        const [index, { adapters = false }] = next;
        found[index] = await search(bundles[index] ?? '', { ...share, adapters: share.adapters || adapters });
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const search = (bundle: string, share: Share): Promise<Found | null> =>
  new Promise((resolve, reject) => {
    const child = startSearch(bundle);
    child.once('message', (progress: Progress) => {
      child.disconnect();
      resolve(progress.type === 'broken' ? progress : null);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The search ended with exit code ${code}`)));
    child.send(share);
  });
