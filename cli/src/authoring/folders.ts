import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { UsageError } from '../failures';

/** The folder of a pipeline, and how its file is called in messages. */
export interface PipelineFolder {
  readonly name: string;
  readonly folder: string;
  readonly shownAs: string;
}

const FILE = 'pipeline.yml';

/** Every pipeline of the clone: each folder of `glue/` that has a pipeline.yml, by name. */
export const pipelineFolders = (root: string): PipelineFolder[] =>
  readdirSync(join(root, 'glue'))
    .map((name) => join(root, 'glue', name))
    .filter((folder) => existsSync(join(folder, FILE)))
    .sort()
    .map((folder) => folderOf(root, folder));

/**
 * The pipeline that is meant by a name, or by the path of its folder or file.
 *
 * @throws UsageError where there is none
 */
export const pipelineFolderOf = (root: string, given: string): PipelineFolder => {
  const byName = join(root, 'glue', given);
  if (existsSync(join(byName, FILE))) return folderOf(root, byName);
  const path = resolve(given);
  if (basename(path) === FILE && existsSync(path)) return folderOf(root, dirname(path));
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() && existsSync(join(path, FILE))) return folderOf(root, path);
  const known = pipelineFolders(root).map(({ name }) => name);
  throw new UsageError(
    `There is no pipeline "${given}" in glue/, nor a ${FILE} at that path; there are ${known.join(', ') || 'none'}.`,
  );
};

const folderOf = (root: string, folder: string): PipelineFolder => ({
  name: basename(folder),
  folder,
  shownAs: relative(root, join(folder, FILE)),
});
