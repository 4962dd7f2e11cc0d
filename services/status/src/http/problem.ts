import type { Problem } from '@glue-relay/shared/http/problem';
import { problem } from '@glue-relay/shared/http/problem';

export const unknownRun = (runId: string): Problem =>
  problem(
    'unknown-run',
    404,
    `There is no run "${runId}". A run shows here a moment after its file was dropped; ` +
      'GET /runs lists the newest ones, rejected files among them.',
  );

export const unknownDataset = (key: string): Problem =>
  problem(
    'unknown-dataset',
    404,
    `No run and no rejection of "${key}" is known. The key is that of the object in the bucket, like raw/train.csv.`,
  );

export const unknownModels = (pipeline: string): Problem =>
  problem('unknown-models', 404, `No model of a pipeline "${pipeline}" was evaluated. GET /models lists those that were.`);

export const noSeries = (runId: string): Problem =>
  problem('no-series', 404, `Run "${runId}" wrote no such series of forecast against actual.`);

export const unreadableSeries = (detail: string): Problem => problem('unreadable-series', 502, detail);

/** What is named where a route is not found. */
export const ROUTES =
  'GET /runs, /runs/{runId}, /runs/{runId}/series, /runs/{runId}/series/{seriesId}, /jobs, /pipelines, /models, ' +
  '/models/{pipeline}, /datasets/{key}, /costs, /alerts and /health';
