/** Names that deploys and services agree on, all derived from the stage, so that no stack reads another's outputs. */

/** Name of the Glue job of a step; at most 255 characters in Glue. */
export const jobNameOf = (stage: string, pipeline: string, step: string): string => `relay-${stage}-${pipeline}-${step}`;

/** Name of the crawler of a step; a step is either a job or a crawler. */
export const crawlerNameOf = jobNameOf;

/**
 * Pipelines that a crawler of that name may be of. Names of pipelines and steps have dashes too, so there is one for each way to
 * cut the name; none where it is no crawler of the stage.
 */
export const pipelinesInCrawlerName = (stage: string, crawlerName: string): string[] => {
  const start = crawlerNameOf(stage, '', '').slice(0, -1);
  if (!crawlerName.startsWith(start)) return [];
  const words = crawlerName.slice(start.length).split('-');
  return words.slice(1).map((_, at) => words.slice(0, at + 1).join('-'));
};

/** Name of a pipeline's dashboard, and of the platform's where none is named. */
export const dashboardNameOf = (stage: string, pipeline?: string): string =>
  ['relay', stage, ...(pipeline ? [pipeline] : [])].join('-');

/** Name of a pipeline's database in the Glue catalog, where a name has no dashes. */
export const databaseNameOf = (stage: string, pipeline: string): string => `relay_${stage}_${pipeline}`.replaceAll('-', '_');

/** SSM parameter that holds a deployed pipeline. */
export const pipelineParameterOf = (stage: string, pipeline: string): string => `${pipelineParametersPrefix(stage)}${pipeline}`;

/** SSM parameter that names a pipeline's champion: run, model, variant and split. */
export const championParameterOf = (stage: string, pipeline: string): string => `/relay/${stage}/champions/${pipeline}`;

/**
 * Object of the data bucket that holds the newest decision about a run's model, as `Champion Decided` says it: what a gate of
 * the run waits for.
 */
export const decisionKeyOf = (pipeline: string, runId: string): string => `runs/${pipeline}/decisions/${runId}.json`;

/** Path under which every deployed pipeline's parameter lies. */
export const pipelineParametersPrefix = (stage: string): string => `/relay/${stage}/pipelines/`;

/** Areas of the data bucket that the platform and its jobs write; a drop belongs under `raw/` and in none of these. */
export const OWN_AREAS = [
  'quarantine/',
  'processed/',
  'training/',
  'eda/',
  'features/',
  'models/',
  'predictions/',
  'metrics/',
  'runs/',
  'code/',
  'temp/',
] as const;

/** Areas under which a run's outputs lie, each as `<area>/<pipeline>/run_id=<run id>/`. */
export const OUTPUT_AREAS = ['processed', 'training', 'eda', 'features', 'models', 'predictions', 'metrics'] as const;

export const outputPrefixOf = (area: string, pipeline: string, runId: string): string => `${area}/${pipeline}/run_id=${runId}/`;

/** Where the lists of a pipeline's batches lie: one object for each run of several files. */
export const batchesPrefixOf = (pipeline: string): string => `runs/${pipeline}/batches/`;

/**
 * The list of a batch's files, which its run's jobs get as `--input`: a line of JSON for each file, `{"uri":"s3://..."}`. The
 * suffix tells jobs that it is a list.
 */
export const batchListKeyOf = (pipeline: string, runId: string): string => `${batchesPrefixOf(pipeline)}${runId}.files.jsonl`;
