import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { CodeFile } from './pipeline-code';

/**
 * Python packages that a pipeline's scripts may import: every package of its own folder, and those of its neighbours
 * in `glue/` that stand beside the pipelines (such as `relay_job`). Tests and caches stay out.
 */
export const readLibrary = (pipelineFolder: string): CodeFile[] => {
  const importRoots = [pipelineFolder, join(pipelineFolder, '..')];
  return importRoots.flatMap((root) => packagesIn(root).flatMap((name) => readTree(root, join(root, name))));
};

/** The scripts named, from the pipeline's `jobs/`; a missing one is named by the caller, who knows the field. */
export const readScripts = (pipelineFolder: string, names: readonly string[]): CodeFile[] =>
  names
    .filter((name) => existsSync(scriptPath(pipelineFolder, name)))
    .map((name) => ({ path: name, content: readFileSync(scriptPath(pipelineFolder, name)) }));

const scriptPath = (pipelineFolder: string, name: string): string => join(pipelineFolder, 'jobs', name);

const packagesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'tests' && existsSync(join(folder, entry.name, '__init__.py')))
    .map((entry) => entry.name);

const readTree = (root: string, folder: string): CodeFile[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(root, path).split(sep).join('/'), content: readFileSync(path) }));
