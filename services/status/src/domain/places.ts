/**
 * Where an entity of the read model is kept: in a collection, which is read as a whole or by a prefix of its ids, in
 * their order. Shared by the writing and the reading side.
 */
export interface Place {
  readonly collection: string;
  readonly id: string;
}

/** Texts of whole numbers that sort as the numbers do. */
export const sortable = (whole: number): string => String(whole).padStart(10, '0');

export const JOBS = 'JOBS';
export const LATEST_MODELS = 'MODELS';
export const CHAMPIONS = 'CHAMPIONS';
export const PIPELINES = 'PIPELINES';
export const HEALTH = 'HEALTH';

export const RUN_HEAD = 'RUN';
export const BATCH_MEMBER = 'BATCH-MEMBER';
export const PROJECTION_MARK = 'PROJECTION';
export const PART = {
  attempt: 'ATTEMPT#',
  drift: 'DRIFT#',
  model: 'MODEL#',
  report: 'REPORT#',
  step: 'STEP#',
  sweep: 'SWEEP#',
} as const;

export const runCollection = (runId: string): string => `RUN#${runId}`;
export const journalOf = (runId: string): string => `JOURNAL#${runId}`;
export const evaluationsOf = (pipeline: string): string => `EVALUATIONS#${pipeline}`;
export const decisionsOf = (pipeline: string): string => `DECISIONS#${pipeline}`;
export const alertCollection = (alertId: string): string => `ALERT#${alertId}`;
/** @param day - `yyyy-mm-dd` or longer; a month's costs lie together */
export const costsOf = (day: string): string => `COSTS#${day.slice(0, 7)}`;
