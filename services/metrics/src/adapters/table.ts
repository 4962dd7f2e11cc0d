import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The service's table. */
export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
}

/** Index over what belongs to a pipeline in an order of its own: `series` by `place`. */
export const BY_SERIES = 'by-series';

/** All that is known of a run lies under one key. */
export const runKey = (runId: string) => ({ pk: `RUN#${runId}`, sk: 'RUN' });
export const reportKey = (runId: string, step: string) => ({ pk: `RUN#${runId}`, sk: `REPORT#${step}` });
export const attemptKey = (runId: string, step: string, attempt: number) => ({
  pk: `RUN#${runId}`,
  sk: `ATTEMPT#${step}#${attempt}`,
});
export const rejectionKey = (runId: string) => ({ pk: `RUN#${runId}`, sk: 'REJECTION' });
export const driftKey = (runId: string, driftId: string) => ({ pk: `RUN#${runId}`, sk: `DRIFT#${driftId}` });

/** Run ids sort by time, so the history of a model's variant, or any stretch of it, is one query. */
export const modelKey = (pipeline: string, model: string, variant: string): string => `MODEL#${pipeline}#${model}#${variant}`;
export const evaluationKey = (evaluation: { pipeline: string; model: string; variant: string; runId: string; step: string }) => ({
  pk: modelKey(evaluation.pipeline, evaluation.model, evaluation.variant),
  sk: `EVALUATION#${evaluation.runId}#${evaluation.step}`,
});

/** A message about a report that is in quarantine. */
export const noticeKey = (id: string) => ({ pk: `NOTICE#${id}`, sk: 'NOTICE' });

export const championKey = (pipeline: string) => ({ pk: `PIPELINE#${pipeline}`, sk: 'CHAMPION' });
/** Padded, so that text sorts as the numbers do. */
export const decisionKey = (pipeline: string, sequence: number) => ({
  pk: `PIPELINE#${pipeline}`,
  sk: `DECISION#${String(sequence).padStart(10, '0')}`,
});
export const groundKey = (pipeline: string, ground: string) => ({ pk: `PIPELINE#${pipeline}`, sk: `GROUND#${ground}` });

/** Series of the index; evaluations and reports are placed by run id, the others by time. */
export const seriesOf = {
  evaluations: (pipeline: string): string => `EVALUATIONS#${pipeline}`,
  reports: (pipeline: string, step: string): string => `REPORTS#${pipeline}#${step}`,
  runs: (pipeline: string): string => `RUNS#${pipeline}`,
  attempts: (pipeline: string): string => `ATTEMPTS#${pipeline}`,
  drift: (pipeline: string): string => `DRIFT#${pipeline}`,
} as const;
