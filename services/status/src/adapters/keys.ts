import type { Change } from '../domain/projection';
import type { RunFilter } from '../ports';

/** The table's layout, shared by the writing and the reading side. */
export const RUN_HEAD = 'RUN';
export const STEP_PREFIX = 'STEP#';
export const REPORT_PREFIX = 'REPORT#';
export const MODEL_PREFIX = 'MODEL#';
export const JOBS = 'JOBS';
export const MODELS = 'MODELS';
export const ALL_RUNS = 'RUNS';

export const runPartition = (runId: string): string => `RUN#${runId}`;

export const keyOf = (change: Change): { pk: string; sk: string } => {
  switch (change.entity) {
    case 'run':
      return { pk: runPartition(change.runId), sk: RUN_HEAD };
    case 'part':
      return { pk: runPartition(change.runId), sk: change.part };
    case 'job':
      return { pk: JOBS, sk: change.value.name };
    case 'model':
      return { pk: MODELS, sk: `${change.value.pipeline}#${change.value.model}#${change.value.variant}` };
  }
};

/** One index for each way to filter runs, all sorted by run id, which sorts by time; serverless.yml declares them. */
export const indexFor = ({ pipeline, state }: RunFilter): { index: string; attribute: string; value: string } => {
  if (pipeline !== null && state !== null) {
    return { index: 'runs-by-pipeline-and-state', attribute: 'listPipelineState', value: `${pipeline}#${state}` };
  }
  if (pipeline !== null) return { index: 'runs-by-pipeline', attribute: 'listPipeline', value: pipeline };
  if (state !== null) return { index: 'runs-by-state', attribute: 'listState', value: state };
  return { index: 'runs', attribute: 'listAll', value: ALL_RUNS };
};

/** Attributes that put a run's head into the indexes; a rejection without a pipeline is in no pipeline's list. */
export const listAttributes = ({ runId, summary: { pipeline, state } }: Extract<Change, { entity: 'run' }>) => {
  const filters: RunFilter[] = [
    { pipeline: null, state: null },
    { pipeline: null, state },
    ...(pipeline === null
      ? []
      : [
          { pipeline, state: null },
          { pipeline, state },
        ]),
  ];
  return { runId, ...Object.fromEntries(filters.map(indexFor).map(({ attribute, value }) => [attribute, value])) };
};
