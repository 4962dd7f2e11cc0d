import type { RunSummary, ShownState } from '../domain/entities';
import { runSummarySchema } from '../domain/entities';
import type { List } from '../domain/lists';
import { allRuns, runsInState, runsOfKey, runsOfPipeline, runsOfPipelineInState } from '../domain/lists';
import type { ReadModel } from '../ports';

export interface RunFilter {
  readonly pipeline: string | null;
  readonly state: ShownState | null;
  readonly key: string | null;
  /** Run ids from here on, by their time. */
  readonly from: string | null;
}

export interface RunPage {
  readonly runs: readonly RunSummary[];
  /** The order before which the next page begins; null on the last page. */
  readonly next: string | null;
}

/** A page of runs, the newest first, in one read: those that come before an order. */
export const listRuns = async (
  readModel: ReadModel,
  filter: RunFilter,
  limit: number,
  before: string | null,
): Promise<RunPage> => {
  const { lines, hasMore } = await readModel.list({ list: listOf(filter), before, limit });
  const runs = lines
    .filter(({ order }) => filter.from === null || order >= filter.from)
    .map(({ line }) => runSummarySchema.parse(line))
    .filter((run) => fits(run, filter));
  const last = lines.at(-1)?.order ?? null;
  const isPast = filter.from !== null && last !== null && last < filter.from;
  return { runs, next: hasMore && !isPast ? last : null };
};

/** The narrowest list that there is; a key's is not divided further. */
const listOf = ({ pipeline, state, key }: RunFilter): List => {
  if (key !== null) return runsOfKey(key);
  if (pipeline !== null) return state === null ? runsOfPipeline(pipeline) : runsOfPipelineInState(pipeline, state);
  return state === null ? allRuns : runsInState(state);
};

const fits = (run: RunSummary, { pipeline, state }: RunFilter): boolean =>
  (pipeline === null || run.pipeline === pipeline) && (state === null || run.state === state);
