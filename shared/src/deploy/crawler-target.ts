import type { PipelineFile } from '../pipeline/file-schema';

/**
 * The folder that a crawler begins at: the input's prefix, or where all runs of the pipeline write an area. Runs write to
 * `<area>/<pipeline>/run_id=<id>/<folder>/`, so a folder of the outputs lies below the run id and is picked by what is left out.
 *
 * @returns the key prefix, with a closing slash
 */
export const crawledFolder = (file: PipelineFile, path: string): string => {
  if (path === 'input') return file.input.prefix;
  const [area] = path.split('/');
  return `${area}/${file.pipeline}/`;
};

/** Marker files such as `_SUCCESS`, and what a job that died left half written. */
export const HIDDEN: readonly string[] = ['**/_*', '**/_*/**'];

/**
 * Glob patterns for everything below a run's folder but one folder. Glue's patterns can negate a character, not a name: a name
 * is another where it differs in some character, ends before or goes on after.
 * Source: docs.aws.amazon.com/glue/latest/dg/define-crawler.html ("Include and exclude patterns")
 */
export const foldersBut = (folder: string): string[] => {
  const starts = [...folder].map((_, length) => folder.slice(0, length));
  return [
    'run_id=*/*',
    ...starts.map((start, at) => `run_id=*/${start}[!${folder[at]}]*/**`),
    ...starts.slice(1).map((start) => `run_id=*/${start}/**`),
    `run_id=*/${folder}?*/**`,
  ];
};
