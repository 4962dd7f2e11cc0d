import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../failures';
import { sizeOfFile } from '../upload';

/**
 * The file to run on: the one given, else the only one in the pipeline's `samples/`.
 *
 * @throws UsageError where there is none, or several
 */
export const sampleOf = (folder: string, given: string | undefined): string => {
  if (given !== undefined) {
    sizeOfFile(given);
    return resolve(given);
  }
  const samples = join(folder, 'samples');
  const files = existsSync(samples) ? readdirSync(samples).filter((name) => !name.startsWith('.')) : [];
  const [only] = files;
  if (only !== undefined && files.length === 1) return join(samples, only);
  throw new UsageError(
    files.length === 0
      ? `There is no sample in ${samples}; give a file with --input.`
      : `${samples} has several files (${files.join(', ')}); choose one with --input.`,
  );
};
