import type { ShownState } from './entities';

/**
 * A list that an entity stands in, by its order, which is unique in the list and sorts by time. One dimension per way to
 * filter; each is an index of the table.
 */
export const DIMENSIONS = ['all', 'state', 'pipeline', 'pipelineState', 'key'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface List {
  readonly dimension: Dimension;
  readonly name: string;
}

/** Which lists an entity stands in, and with what line. */
export interface Listing {
  readonly order: string;
  readonly lists: readonly List[];
  readonly line: object;
}

export const allRuns: List = { dimension: 'all', name: 'RUNS' };
export const runsInState = (state: ShownState): List => ({ dimension: 'state', name: `RUNS#${state}` });
export const runsOfPipeline = (pipeline: string): List => ({ dimension: 'pipeline', name: `RUNS#${pipeline}` });
export const runsOfPipelineInState = (pipeline: string, state: ShownState): List => ({
  dimension: 'pipelineState',
  name: `RUNS#${pipeline}#${state}`,
});
export const runsOfKey = (key: string): List => ({ dimension: 'key', name: `RUNS#${key}` });
export const allAlerts: List = { dimension: 'all', name: 'ALERTS' };
export const alertsOfPipeline = (pipeline: string): List => ({ dimension: 'pipeline', name: `ALERTS#${pipeline}` });
export const driftOfPipeline = (pipeline: string): List => ({ dimension: 'pipelineState', name: `ALERTS#${pipeline}#drift` });
